/**
 * A chart with axes, over uPlot.
 *
 * @module
 */
import uPlot from "uplot";
import type { PixelRange } from "../lines/pixels.ts";
import { atPixels, type TimeRange } from "../time/time_range.ts";
import type { ValueAxis } from "./content.ts";
import { CanvasBrush } from "./canvas_brush.ts";
import type { Brush, Place } from "./canvas_types.ts";
import { timeAxis, valueAxis } from "./axes.ts";
import type { Theme } from "../../theme.ts";
import type { TimeTexts } from "../time/time_text.ts";

/** What a chart needs. */
export interface ChartOptions {
  /** Charts with the same key share their cursor. */
  readonly key: string;
  /** Width in pixels of the page. */
  readonly width: number;
  /** Height in pixels of the page. */
  readonly height: number;
  /** Whether the time axis has texts. */
  readonly hasTimes: boolean;
  /** The texts of times. */
  readonly times: () => TimeTexts;
  /** The colours. */
  readonly theme: () => Theme;
  /** Takes the data of a range; returns the value axis. */
  readonly prepare: (range: PixelRange) => ValueAxis;
  /** Draws what was taken. */
  readonly paint: (brush: Brush, place: Place) => void;
  /** The pointer is at a share of the width and height, or has left. */
  readonly onPoint: (at: Point | undefined) => void;
  /** A part of the time was selected. */
  readonly onSelect: (range: TimeRange) => void;
  /** A mouse button went down in the chart; true: nothing is selected then. */
  readonly onPress: (event: MouseEvent) => boolean;
  /** The chart was double-clicked. */
  readonly onReset: () => void;
}

/** A point of a chart as shares of its plot, from the upper left corner. */
export interface Point {
  /** Share of the width. */
  readonly x: number;
  /** Share of the height. */
  readonly y: number;
}

/** Nothing: charts draw their lines themselves. */
function noData(): uPlot.AlignedData {
  return [[0, 1], [null, null]];
}

/** A chart: axes, cursor and selection by uPlot, contents by its owner. */
export class Chart {
  readonly #plot: uPlot;
  readonly #options: ChartOptions;
  #axis: ValueAxis = { values: [0, 1], ticks: [] };
  #isEmpty = true;
  #pointedBy: MouseEvent | undefined;
  #brush: CanvasBrush | undefined;

  /** Puts a chart into an element. */
  constructor(element: HTMLElement, options: ChartOptions) {
    this.#options = options;
    this.#plot = new uPlot(this.#uplotOptions(), noData(), element);
    // Axes without a range take no room: the plot would jump later.
    this.#setScales(0, 1);
  }

  /** The element above the plot that receives pointer events. */
  get surface(): HTMLElement {
    return this.#plot.over;
  }

  /** Draws a part of the time; a live one at whole pixels. */
  draw(range: TimeRange, isLive: boolean): void {
    const plot = this.#plot;
    const width = plot.bbox.width;
    const { from, to } = isLive ? atPixels(range, width) : range;
    this.#axis = this.#options.prepare({ from, to, width });
    this.#isEmpty = false;
    this.#setScales(from, to);
  }

  /** Changes the size, in pixels of the page. */
  resize(width: number, height: number): void {
    if (width === this.#plot.width && height === this.#plot.height) return;
    this.#plot.setSize({ width, height });
  }

  /** Says what the chart shows, for those who don't see it. */
  describe(text: string): void {
    const { canvas } = this.#plot.ctx;
    if (canvas.getAttribute("aria-label") === text) return;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", text);
  }

  /** Removes the chart. */
  destroy(): void {
    this.#plot.destroy();
  }

  #setScales(from: number, to: number): void {
    const [min, max] = this.#axis.values;
    this.#plot.batch(() => {
      this.#plot.setScale("x", { min: from, max: to });
      this.#plot.setScale("y", { min, max });
    });
  }

  #uplotOptions(): uPlot.Options {
    const { key, width, height, theme } = this.#options;
    const options = this.#options;
    const fixed: uPlot.Range.Function = (_, min, max) => [min, max];
    return {
      width,
      height,
      padding: [6, 8, options.hasTimes ? 0 : 6, 0],
      legend: { show: false },
      scales: {
        x: { time: false, auto: false, range: fixed },
        y: { auto: false, range: fixed },
      },
      series: [{}, { scale: "y", points: { show: false } }],
      axes: [
        timeAxis(
          theme,
          options.times,
          options.hasTimes,
          () => this.#isEmpty,
        ),
        valueAxis(theme, () => this.#axis),
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 3 },
        sync: { key, setSeries: false, scales: ["x", null] },
        bind: {
          mousedown: (_, __, handler) => (event) => {
            if (event.button !== 0 || options.onPress(event)) return null;
            return handler(event);
          },
          dblclick: () => () => {
            options.onReset();
            return null;
          },
        },
      },
      hooks: {
        draw: [(plot) => this.#paint(plot)],
        setCursor: [(plot) => this.#point(plot)],
        setSelect: [(plot) => this.#select(plot)],
      },
    };
  }

  #paint({ ctx, bbox }: uPlot): void {
    if (this.#isEmpty) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    const { left, top, width, height } = bbox;
    const ratio = uPlot.pxRatio;
    const { values } = this.#axis;
    this.#brush ??= new CanvasBrush(ctx);
    this.#options.paint(this.#brush, {
      left,
      top,
      width,
      height,
      values,
      ratio,
    });
    ctx.restore();
  }

  #point({ cursor, bbox }: uPlot): void {
    // Charts that only share the cursor have no event of their own. While the
    // pointer rests and the plot moves, the same sender stands out.
    const event = cursor.event ?? undefined;
    if (event === undefined || event === this.#pointedBy) return;
    this.#pointedBy = event;
    const { left = -1, top = -1 } = cursor;
    if (left < 0) return this.#options.onPoint(undefined);
    const ratio = uPlot.pxRatio;
    this.#options.onPoint({
      x: left * ratio / bbox.width,
      y: top * ratio / bbox.height,
    });
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const isOwn = (plot.cursor.event ?? undefined) !== undefined;
    const from = plot.posToVal(left, "x");
    const to = plot.posToVal(left + width, "x");
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    // Charts that only share the cursor are told about the selection as well.
    if (isOwn) this.#options.onSelect({ from, to });
  }
}
