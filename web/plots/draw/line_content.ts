/**
 * A chart of lines, or of steps.
 *
 * @module
 */
import { PixelLine, type PixelRange } from "../lines/pixels.ts";
import { steadyRange, type ValueRange } from "../lines/value_range.ts";
import type { PlotData } from "../session/plot_data.ts";
import type { PanelShape } from "../view/panels.ts";
import type { Brush, DrawnLine, Place, RasterChange } from "./canvas_types.ts";
import type { Content, Look, ValueAxis } from "./content.ts";
import { paintLanes } from "./lane_painter.ts";
import { LinePainter } from "./line_painter.ts";

/** The most lanes that have names: more would overlap. */
const NAMED_LANES = 16;
/** Pixels before a change that may look different, because of dots. */
const MARGIN = 16;

/** What was taken last. */
interface Taken {
  readonly data: PlotData;
  readonly version: number;
  readonly key: string;
  readonly from: number;
  readonly scale: number;
}

/** Draws the columns of a panel, one line for each sender and column. */
export class LineContent implements Content {
  readonly #panel: PanelShape;
  /** The points of each line; filled again for each drawing. */
  readonly #pixels = new Map<string, PixelLine>();
  readonly #painter = new LinePainter();
  #lines: readonly DrawnLine[] = [];
  #values: ValueRange | undefined;
  #taken: Taken | undefined;
  /** How the next drawing differs; unset: in everything. */
  #change: RasterChange | undefined;

  /** Draws a panel of lines or steps. */
  constructor(panel: PanelShape) {
    this.#panel = panel;
  }

  get lines(): readonly DrawnLine[] {
    return this.#lines;
  }

  prepare(data: PlotData, range: PixelRange, look: Look): ValueAxis {
    const before = this.#taken;
    const scale = range.width / (range.to - range.from);
    const { version } = data.lines;
    const { from } = range;
    this.#taken = { data, version, key: look.key, from, scale };
    const moved = movedPixels(before, this.#taken, range.width);
    if (before !== undefined && moved !== undefined) {
      this.#change = {
        moved,
        first: this.#move(data, range, look, before.version, moved),
      };
    } else {
      this.#change = undefined;
      this.#lines = this.#take(data, range, look);
    }
    return this.#panel.kind === "steps" ? this.#lanes() : this.#axis(look);
  }

  paint(brush: Brush, place: Place): void {
    const { from = 0, scale = 1 } = this.#taken ?? {};
    const { values, ratio } = place;
    brush.drawRaster(place, this.#change, (raster, first) => {
      if (this.#panel.kind === "steps") {
        paintLanes(raster, this.#lines, ratio, first);
      } else {
        const shift = Math.round(from * scale);
        this.#painter.paint(raster, this.#lines, values, ratio, shift, first);
      }
    });
    // What is drawn again without new data has not moved.
    this.#change = undefined;
  }

  /** Takes what is new; returns the first column that looks different. */
  #move(
    data: PlotData,
    range: PixelRange,
    look: Look,
    version: number,
    moved: number,
  ): number {
    const right = range.width - moved - 1;
    const changed = data.lines.changedSince(version);
    if (changed === Infinity) {
      for (const { pixels } of this.#lines) pixels.move(moved);
      return right;
    }
    this.#lines = this.#take(data, range, look);
    const scale = range.width / (range.to - range.from);
    const first = Math.floor((changed - range.from) * scale) - MARGIN;
    return Math.max(0, Math.min(right, first));
  }

  #take(data: PlotData, range: PixelRange, look: Look): DrawnLine[] {
    const drawn: DrawnLine[] = [];
    for (const sender of data.lines.senders) {
      if (look.hidden.has(sender)) continue;
      this.#panel.columns.forEach(({ name }, at) => {
        const line = data.lines.line(sender, name);
        if (line === undefined) return;
        const pixels = this.#pixelsOf(`${sender}\n${name}`);
        pixels.fill(line.points, range);
        const isDim = look.focus !== undefined && look.focus !== sender;
        const style = look.style(sender, at);
        drawn.push({ sender, column: name, pixels, ...style, isDim });
      });
    }
    return drawn;
  }

  #pixelsOf(key: string): PixelLine {
    const known = this.#pixels.get(key);
    if (known !== undefined) return known;
    const pixels = new PixelLine();
    this.#pixels.set(key, pixels);
    return pixels;
  }

  #axis({ isLive }: Look): ValueAxis {
    let [min, max] = [Infinity, -Infinity];
    for (const { pixels } of this.#lines) {
      min = Math.min(min, pixels.min);
      max = Math.max(max, pixels.max);
    }
    const before = this.#values;
    const values = steadyRange(isLive ? before : undefined, min, max);
    if (before?.[0] !== values[0] || before[1] !== values[1]) {
      this.#change = undefined;
    }
    this.#values = values;
    return { values };
  }

  #lanes(): ValueAxis {
    const count = Math.max(1, this.#lines.length);
    const values: ValueRange = [0, count];
    if (this.#lines.length > NAMED_LANES) return { values, ticks: [] };
    const ticks = this.#lines.map(({ sender }, at) =>
      [count - at - 0.5, sender] as const
    );
    return { values, ticks };
  }
}

/**
 * Whole pixels that a plot moved to the left, if it only moved; unset if it
 * must be drawn again.
 */
function movedPixels(
  before: Taken | undefined,
  now: Taken,
  width: number,
): number | undefined {
  if (
    before === undefined || before.data !== now.data ||
    before.key !== now.key || Math.abs(before.scale / now.scale - 1) > 1e-9
  ) return undefined;
  const exact = (now.from - before.from) * now.scale;
  const moved = Math.round(exact);
  const isWhole = Math.abs(exact - moved) < 0.02;
  return isWhole && moved >= 0 && moved < width ? moved : undefined;
}
