/**
 * A chart of vectors over time.
 *
 * @module
 */
import type { HeatBuffer } from "../heat/heat_buffer.ts";
import {
  type HeatRange,
  heatRange,
  heatReach,
  paintHeat,
} from "../heat/heat_image.ts";
import type { PixelRange } from "../lines/pixels.ts";
import { steadyRange } from "../lines/value_range.ts";
import type { PlotData } from "../session/plot_data.ts";
import type { PanelShape } from "../view/panels.ts";
import type { Content, Look, ValueAxis } from "./content.ts";
import type { Brush, Place } from "./canvas_types.ts";

/** Draws a column of vectors as a heat map. */
export class HeatContent implements Content {
  readonly lines = [];
  readonly #column: string;
  readonly #colours: () => Uint32Array;
  #buffer: HeatBuffer | undefined;
  #range: PixelRange | undefined;
  #scale: HeatRange | undefined;

  /** Draws the column of a panel with 256 colours. */
  constructor(panel: PanelShape, colours: () => Uint32Array) {
    this.#column = panel.columns[0].name;
    this.#colours = colours;
  }

  /** The values of the first and the last colour; unset without values. */
  get scale(): HeatRange | undefined {
    return this.#scale;
  }

  prepare(data: PlotData, range: PixelRange, { isLive }: Look): ValueAxis {
    this.#buffer = data.heats.get(this.#column);
    this.#range = range;
    const found = this.#buffer && heatRange(this.#buffer, range);
    if (found !== undefined) {
      const [low, high] = found;
      const before = isLive ? this.#scale : undefined;
      // The colours of a live plot do not change with each row.
      this.#scale = before === undefined
        ? found
        : steadyRange(before, low, high);
    }
    return { values: [0, Math.max(1, this.#buffer?.elements ?? 1)] };
  }

  paint(brush: Brush, place: Place): void {
    const [buffer, range, scale] = [this.#buffer, this.#range, this.#scale];
    if (buffer === undefined || range === undefined || scale === undefined) {
      return;
    }
    const width = Math.round(place.width);
    const height = Math.max(1, Math.min(buffer.bins, buffer.elements));
    brush.drawPixels(place, width, height, (pixels) => {
      const shown = { ...range, width };
      const reach = heatReach(buffer, shown);
      const colours = this.#colours();
      paintHeat(pixels, buffer, shown, height, scale, colours, reach);
    });
  }
}
