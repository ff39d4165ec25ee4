/**
 * Moves in the time that a plot shows.
 *
 * @module
 */
import { pan, tidy, type TimeRange, zoom } from "../time/time_range.ts";
import { USUAL_SPAN, type ViewState } from "../view/view_state.ts";

/** A plot that can be moved. */
export interface MovedPlot {
  /** The part of the time that is shown; unset before the first answer. */
  readonly range: TimeRange | undefined;
  /** Whether it follows new rows. */
  readonly isLive: boolean;
  /** Whether it followed new rows before. */
  readonly wasLive: boolean;
  /** Changes what it shows. */
  set(change: Partial<ViewState>): void;
}

/** The longest live plot, in seconds. */
const LONGEST = 1e9;

/** Moves a plot, as keys, buttons and the pointer ask for. */
export class PlotMoves {
  readonly #plot: MovedPlot;

  /** Moves one plot. */
  constructor(plot: MovedPlot) {
    this.#plot = plot;
  }

  /** The part of the time that is shown; unset before the first answer. */
  get range(): TimeRange | undefined {
    return this.#plot.range;
  }

  /** Shows a part of the time. */
  show(range: TimeRange): void {
    this.#plot.set({ live: false, ...tidy(range) });
  }

  /** Moves by a share of the shown time; positive: later. */
  pan(share: number): void {
    const { range } = this.#plot;
    if (range !== undefined) this.show(pan(range, share));
  }

  /**
   * Zooms: `factor` below 1 shows less, at the share `at` of the range. Without
   * `at` a live plot stays live.
   */
  zoom(factor: number, at?: number): void {
    const { range, isLive } = this.#plot;
    if (range === undefined) return;
    if (!isLive || at !== undefined) {
      return this.show(zoom(range, factor, at));
    }
    const span = Number(((range.to - range.from) * factor).toPrecision(3));
    this.#plot.set({ span: Math.min(LONGEST, Math.max(1, span)) });
  }

  /** Stops, or follows new rows again. */
  togglePause(): void {
    const { isLive, range } = this.#plot;
    if (isLive) this.#plot.set({ live: false, ...range });
    else this.#plot.set({ live: true, from: undefined, to: undefined });
  }

  /**
   * Shows the usual view again: the latest rows if the plot is or was live,
   * else all.
   */
  reset(): void {
    const { isLive, wasLive } = this.#plot;
    const range = { from: undefined, to: undefined };
    if (isLive) this.#plot.set({ ...range, span: USUAL_SPAN });
    else this.#plot.set(wasLive ? { ...range, live: true } : range);
  }
}
