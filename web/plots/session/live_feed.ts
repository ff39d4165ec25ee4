/**
 * The rows of a live plot.
 *
 * @module
 */
import { Coverage } from "../live/coverage.ts";
import { LatestRequest } from "../live/latest_request.ts";
import { Tail, type TailRows } from "../live/tail.ts";
import { Follow } from "../time/follow.ts";
import { type TableName, tailUrl } from "../view/urls.ts";
import { latestRow, loadPlot } from "./load_plot.ts";
import type { PlotData, Subject } from "./plot_data.ts";
import type { PlotHost } from "./plot_host.ts";

/** What a live plot wants. */
export interface FeedQuery {
  /** What the rows are of. */
  readonly subject: Subject;
  /** Seconds before the latest row; Infinity: all. */
  readonly span: number;
  /** Width of the plot in pixels. */
  readonly width: number;
}

/** Whom a feed calls back. */
export interface FeedListener {
  /** There are new data. */
  readonly onNews: () => void;
  /** The server does or does not send. */
  readonly onState: () => void;
  /** A question failed; it is asked again. */
  readonly onError: (error: unknown) => void;
}

/** First and longest pause before a failed question is asked again, in ms. */
const PAUSES = { first: 1_000, last: 10_000 } as const;

/** The latest rows of a table, and those that are stored from then on. */
export class LiveFeed {
  readonly #host: PlotHost;
  readonly #table: TableName;
  readonly #listener: FeedListener;
  readonly #request: LatestRequest;
  #query: FeedQuery | undefined;
  #data: PlotData | undefined;
  #follow = new Follow();
  #tail: Tail | undefined;
  #coverage = new Coverage();
  #isConnected = true;
  #failures = 0;

  /** Nothing is asked for yet. */
  constructor(host: PlotHost, table: TableName, listener: FeedListener) {
    this.#host = host;
    this.#table = table;
    this.#listener = listener;
    this.#request = new LatestRequest({
      later: host.later,
      onError: (error) => this.#retry(error),
    });
  }

  /** The rows; unset before the first answer. */
  get data(): PlotData | undefined {
    return this.#data;
  }

  /** The right edge of the plot. */
  get follow(): Follow {
    return this.#follow;
  }

  /** Whether the server sends new rows. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** The share of the rows that were received, 0 to 1. */
  get covered(): number {
    const now = this.#host.now();
    const received = this.#coverage.share(now);
    const [data, span] = [this.#data, this.#query?.span ?? Infinity];
    if (data === undefined) return received;
    // What was loaded at first moves out of sight.
    const isSeen = this.#follow.edge(now) - span < data.range.to;
    return isSeen ? Math.min(data.covered, received) : received;
  }

  /** Asks for other rows; the present ones stay until the answer. */
  start(query: FeedQuery): void {
    this.#query = query;
    this.#failures = 0;
    this.#load(query, 0);
  }

  /** Receives no more rows; the data stay. */
  stop(): void {
    this.#request.cancel();
    this.#tail?.close();
    this.#tail = undefined;
    this.#query = undefined;
  }

  #load(query: FeedQuery, pause: number): void {
    this.#request.start(pause, async (signal) => {
      const { get } = this.#host;
      const { subject, span, width } = query;
      const latest = await latestRow(get, this.#table, subject, signal);
      const time = latest[subject.clock].at(-1) ?? undefined;
      const from = time !== undefined && Number.isFinite(span)
        ? time - span
        : undefined;
      const asked = { from };
      return loadPlot(get, this.#table, subject, asked, width, signal);
    }, (data) => this.#use(data));
  }

  #use(data: PlotData): void {
    this.#failures = 0;
    this.#data = data;
    this.#follow = new Follow(data.lastTime);
    this.#coverage = new Coverage();
    this.#tail?.close();
    const { columns, senders } = data.subject;
    const names = columns.map(({ name }) => name);
    this.#tail = new Tail(data.lastId, {
      url: (after) => tailUrl(this.#table, { columns: names, senders, after }),
      open: this.#host.openEvents,
      later: this.#host.later,
      onRows: (rows) => this.#add(data, rows),
      onState: (isConnected) => {
        this.#isConnected = isConnected;
        this.#listener.onState();
      },
    });
    this.#listener.onNews();
  }

  #add(data: PlotData, rows: TailRows): void {
    const now = this.#host.now();
    data.add(rows);
    this.#coverage.add(rows.ids.length, rows.skipped ?? 0, now);
    const times = rows[data.subject.clock].filter((time) => time !== null);
    if (times.length > 0) this.#follow.news(Math.max(...times), now);
    this.#listener.onNews();
  }

  #retry(error: unknown): void {
    this.#listener.onError(error);
    if (this.#query === undefined) return;
    const pause = PAUSES.first * 2 ** this.#failures++;
    this.#load(this.#query, Math.min(PAUSES.last, pause));
  }
}
