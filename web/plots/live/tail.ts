/**
 * New rows of a table as they are stored.
 *
 * @module
 */
import type { Rows } from "../../../archive/rows.ts";

/** New rows, and how many the server left out because there were too many. */
export type TailRows = Rows & {
  /** Number of rows that were left out. */
  readonly skipped?: number;
};

/** The part of the browser's EventSource that is used here. */
export interface Events {
  /** 2 when closed for good. */
  readonly readyState: number;
  /** Calls back when connected. */
  onopen: ((event: never) => void) | null;
  /** Calls back when the connection ends or fails. */
  onerror: ((event: never) => void) | null;
  /** Calls back at each event of a type. */
  addEventListener(
    type: string,
    listener: (event: { readonly data: string }) => void,
  ): void;
  /** Ends it. */
  close(): void;
}

/** How a tail reaches the server and whom it calls back. */
export interface TailOptions {
  /** The address of the events after the row `after`. */
  readonly url: (after: number) => string;
  /** Opens an EventSource. */
  readonly open: (url: string) => Events;
  /** Receives new rows. */
  readonly onRows: (rows: TailRows) => void;
  /** Told whether the server answers, when that changes. */
  readonly onState: (connected: boolean) => void;
  /** Calls back after `ms`, and returns how to cancel that. */
  readonly later: (ms: number, call: () => void) => () => void;
}

/** First and longest pause between attempts, in milliseconds. */
const PAUSES = { first: 500, last: 5_000 } as const;

const CLOSED = 2;

/**
 * Receives the rows after a certain one until it is closed. The browser
 * reconnects by itself and names the last event; where it gives up, as after
 * an error status, the tail asks again after the last row that it received.
 */
export class Tail {
  readonly #options: TailOptions;
  #after: number;
  #events: Events | undefined;
  #cancel: (() => void) | undefined;
  #failures = 0;
  #connected: boolean | undefined;

  /** Receives the rows whose ids are greater than `after`. */
  constructor(after: number, options: TailOptions) {
    this.#after = after;
    this.#options = options;
    this.#open();
  }

  /** The largest id that was received or left out. */
  get after(): number {
    return this.#after;
  }

  /** Ends it. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#events?.close();
    this.#events = undefined;
  }

  #open(): void {
    const events = this.#options.open(this.#options.url(this.#after));
    this.#events = events;
    events.onopen = () => {
      this.#failures = 0;
      this.#report(true);
    };
    events.onerror = () => {
      this.#report(false);
      if (events.readyState === CLOSED) this.#retry();
    };
    events.addEventListener("rows", ({ data }) => {
      const rows: TailRows = JSON.parse(data);
      this.#after = Math.max(this.#after, rows.lastId);
      this.#report(true);
      this.#options.onRows(rows);
    });
  }

  #retry(): void {
    if (this.#events === undefined) return;
    this.#events.close();
    const pause = Math.min(PAUSES.last, PAUSES.first * 2 ** this.#failures++);
    this.#cancel = this.#options.later(pause, () => this.#open());
  }

  #report(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    this.#options.onState(connected);
  }
}
