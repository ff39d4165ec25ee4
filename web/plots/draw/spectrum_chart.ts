/**
 * A chart of one vector, over uPlot.
 *
 * @module
 */
import uPlot from "uplot";
import type { Theme } from "../../theme.ts";
import { steadyRange, type ValueRange } from "../lines/value_range.ts";
import { tickTexts } from "../view/number_text.ts";
import { valueAxis } from "./axes.ts";

/** A chart of the elements of a vector. */
export class SpectrumChart {
  readonly #plot: uPlot;
  #values: ValueRange | undefined;
  #data: uPlot.AlignedData = [[0], [null]];

  /** Puts a chart into an element. */
  constructor(
    element: HTMLElement,
    size: { readonly width: number; readonly height: number },
    theme: () => Theme,
  ) {
    this.#plot = new uPlot(
      {
        ...size,
        padding: [6, 8, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: (_, min, max) => [min, max] },
          y: { range: () => [...this.#values ?? [0, 1]] },
        },
        series: [{}, {
          stroke: () => theme().accent,
          width: 1.5,
          points: { show: false },
          // An element is a step: it has a width, as in the heat map.
          paths: uPlot.paths.stepped?.({ align: 1 }),
        }],
        axes: [{
          font: "11px system-ui, sans-serif",
          size: 28,
          gap: 6,
          space: 60,
          incrs: [1, 2, 5].flatMap((each) =>
            [1, 10, 100, 1_000, 10_000].map((power) => each * power)
          ).sort((a, b) => a - b),
          stroke: () => theme().muted,
          grid: { stroke: () => theme().line, width: 1 },
          ticks: { stroke: () => theme().line, width: 1, size: 4 },
          values: (_, splits) => tickTexts(splits),
        }, valueAxis(theme, () => ({ values: this.#values ?? [0, 1] }))],
      },
      this.#data,
      element,
    );
  }

  /** Draws the elements; the value axis has at least the range `scale`. */
  draw(
    values: readonly (number | null)[],
    scale: readonly [number, number] | undefined,
  ): void {
    let [low, high] = scale ?? [Infinity, -Infinity];
    for (const value of values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    this.#values = steadyRange(this.#values, low, high);
    // The last step needs an end.
    const steps = [...values, values.at(-1) ?? null];
    this.#data = [steps.map((_, at) => at), steps];
    this.#plot.setData(this.#data);
  }

  /** Changes the size, in pixels of the page. */
  resize(width: number, height: number): void {
    if (width !== this.#plot.width) this.#plot.setSize({ width, height });
  }

  /** Removes the chart. */
  destroy(): void {
    this.#plot.destroy();
  }
}
