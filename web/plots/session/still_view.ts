/**
 * The rows of a part of the time.
 *
 * @module
 */
import { LatestRequest } from "../live/latest_request.ts";
import { contains, padded, type TimeRange } from "../time/time_range.ts";
import type { TableName } from "../view/urls.ts";
import { loadPlot } from "./load_plot.ts";
import type { PlotData, Subject } from "./plot_data.ts";
import type { PlotHost } from "./plot_host.ts";

/** What a plot of a part of the time wants. */
export interface StillQuery {
  /** What the rows are of. */
  readonly subject: Subject;
  /** The part of the time; all if not given. */
  readonly range?: TimeRange;
  /** Width of the plot in pixels. */
  readonly width: number;
}

/** While the user still moves nothing is asked for, in milliseconds. */
const MOVING = 150;
/** Pause before a failed question is asked again, in milliseconds. */
const RETRY = 3_000;
/** What is loaded beyond each edge, as share of the range. */
const MARGIN = 0.5;

/** The rows of a part of the time; other ones are asked for when needed. */
export class StillView {
  readonly #host: PlotHost;
  readonly #table: TableName;
  readonly #onNews: () => void;
  readonly #request: LatestRequest;
  #data: PlotData | undefined;
  /** The range of all rows, once known. */
  #whole: TimeRange | undefined;
  #query: StillQuery | undefined;

  /** Nothing is asked for yet. */
  constructor(
    host: PlotHost,
    table: TableName,
    onNews: () => void,
    onError: (error: unknown) => void,
  ) {
    this.#host = host;
    this.#table = table;
    this.#onNews = onNews;
    this.#request = new LatestRequest({
      later: host.later,
      onError: (error) => {
        onError(error);
        if (this.#query !== undefined) this.#load(this.#query, RETRY);
      },
    });
  }

  /** The rows; unset before the first answer. */
  get data(): PlotData | undefined {
    return this.#data;
  }

  /** Whether other rows are asked for. */
  get isBusy(): boolean {
    return this.#request.isBusy;
  }

  /** Asks for rows unless those that are loaded show the same. */
  show(query: StillQuery): void {
    this.#query = query;
    if (this.#shows(query)) return this.#request.cancel();
    const isFirst = this.#data?.subject !== query.subject;
    this.#load(query, isFirst ? 0 : MOVING);
  }

  /** Forgets the rows. */
  clear(): void {
    this.#request.cancel();
    this.#data = undefined;
    this.#query = undefined;
  }

  #shows({ subject, range, width }: StillQuery): boolean {
    const data = this.#data;
    if (data === undefined || data.subject !== subject) return false;
    const wanted = range ?? this.#whole;
    if (wanted === undefined || !contains(data.range, wanted)) return false;
    const density = width / (wanted.to - wanted.from);
    // Sampled rows are read again for a shorter time: more of them are seen.
    if (data.covered < 1) return density < data.density * 1.05;
    return density < data.density * 1.25;
  }

  #load({ subject, range, width }: StillQuery, pause: number): void {
    const asked = range && this.#withMargin(range);
    const factor = asked && range
      ? (asked.to - asked.from) / (range.to - range.from)
      : 1;
    this.#request.start(
      pause,
      (signal) =>
        loadPlot(
          this.#host.get,
          this.#table,
          subject,
          asked ?? {},
          width * factor,
          signal,
        ),
      (data) => {
        if (range === undefined) this.#whole = data.range;
        this.#data = data;
        this.#onNews();
      },
    );
  }

  #withMargin(range: TimeRange): TimeRange {
    const wide = padded(range, MARGIN);
    const whole = this.#whole;
    if (whole === undefined) return wide;
    return {
      from: Math.min(range.from, Math.max(wide.from, whole.from)),
      to: Math.max(range.to, Math.min(wide.to, whole.to)),
    };
  }
}
