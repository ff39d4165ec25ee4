/**
 * The new rows of a table, read once for all that follow them.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Archive } from "../../../archive/archive.ts";
import { TimeLimitError } from "../../../archive/errors.ts";
import type { Rows, RowsQuery } from "../../../archive/rows.ts";
import { PageSize } from "../queries/page_size.ts";
import { emptyStep, newestStep, nextStep, type TailStep } from "./tail_step.ts";

/** Milliseconds between two reads while rows arrive. */
const BUSY_MS = 250;

/** Milliseconds between two reads when none have arrived for long. */
const IDLE_MS = 1_000;

/**
 * The most rows of an event during a flood: enough for a plot, which cannot
 * show more between two events.
 */
const FLOOD_ROWS = 2_000;

/** About the bytes of an event without rows. */
const FRAME_BYTES = 200;

/** Which rows to follow. */
export interface TailQuery {
  /** The experiment. */
  readonly experiment: string;
  /** The table. */
  readonly table: string;
  /** The columns; all if not given. */
  readonly columns?: readonly string[];
  /** The senders; all if not given. */
  readonly senders?: readonly string[];
}

/** Reads from the archive, in turn. */
export type ArchiveReader = <T>(
  read: (archive: Archive) => Promise<T>,
) => Promise<T>;

/**
 * The new rows of a table. All that follow it share its reads, and one that
 * lags behind gets what it missed in a step of its own. Nothing is read unless
 * one of them waits for it.
 */
export class TailSource {
  readonly #query: TailQuery;
  readonly #read: ArchiveReader;
  readonly #closed = new AbortController();
  readonly #size = new PageSize(FLOOD_ROWS);
  #lastId = 0;
  #latest: TailStep | undefined;
  #reading: Promise<void> | undefined;
  #pauseMs = BUSY_MS;
  #readAt = -Infinity;
  #isFlood = false;

  /** Follows the rows that `query` selects; call `open` first. */
  constructor(query: TailQuery, read: ArchiveReader) {
    this.#query = query;
    this.#read = read;
  }

  /** The largest id that was looked at. */
  get lastId(): number {
    return this.#lastId;
  }

  /**
   * Starts with rows that arrive from now on.
   *
   * @throws {NotFoundError} if there is no such table, column or sender.
   */
  async open(): Promise<void> {
    this.#lastId = await this.newest();
    // The table is known now; the senders may not be.
    await this.#rows({ ...this.#selection, after: this.#lastId, limit: 1 });
    this.#readAt = performance.now();
  }

  /** The largest id of the table, whatever its sender. */
  async newest(): Promise<number> {
    const { columns } = this.#query;
    const rows = await this.#rows({
      columns,
      before: Number.MAX_SAFE_INTEGER,
      limit: 1,
    });
    this.#size.learn(rows.ids.length, JSON.stringify(rows).length);
    return Math.max(0, rows.lastId, rows.ids.at(-1) ?? 0);
  }

  /**
   * The step after `after`, as soon as there is one; `undefined` if the source
   * is closed before.
   *
   * @throws {Error} if the archive cannot be read.
   */
  async next(after: number): Promise<TailStep | undefined> {
    while (!this.#closed.signal.aborted) {
      if (this.#latest?.after === after) return this.#latest;
      if (after < this.#lastId) return await this.#catchUp(after, this.#lastId);
      this.#reading ??= this.#advance().finally(() =>
        this.#reading = undefined
      );
      await this.#reading;
    }
    return undefined;
  }

  /** Ends all waits. */
  close(): void {
    this.#closed.abort();
  }

  /** Waits until it is time, then reads what has arrived. */
  async #advance(): Promise<void> {
    const due = this.#readAt + this.#pauseMs - performance.now();
    const { signal } = this.#closed;
    if (due > 0) await delay(due, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const after = this.#lastId;
    const step = await this.#stepAfter(after)
      .finally(() => this.#readAt = performance.now());
    const hasMoved = step.lastId > after;
    this.#pauseMs = hasMoved ? BUSY_MS : Math.min(2 * this.#pauseMs, IDLE_MS);
    if (!hasMoved) return;
    this.#lastId = step.lastId;
    this.#latest = step;
  }

  /** New rows: all of them, or the newest ones during a flood. */
  async #stepAfter(after: number): Promise<TailStep> {
    try {
      return this.#isFlood
        ? await this.#newestRows(after)
        : await this.#nextRows(after);
    } catch (error) {
      if (!(error instanceof TimeLimitError)) throw error;
      // There are many rows, and few of these senders.
      return emptyStep(after, await this.newest());
    }
  }

  async #nextRows(after: number): Promise<TailStep> {
    const limit = this.#size.rows;
    const rows = await this.#rows({ ...this.#selection, after, limit });
    this.#isFlood = rows.more;
    return this.#learn(nextStep(after, rows), rows);
  }

  async #newestRows(after: number): Promise<TailStep> {
    const before = Number.MAX_SAFE_INTEGER;
    const limit = Math.min(this.#size.rows, FLOOD_ROWS);
    const rows = await this.#rows({ ...this.#selection, before, limit });
    const step = this.#learn(newestStep(after, rows), rows);
    this.#isFlood = step.lastId - after > this.#size.rows;
    return step;
  }

  /** What one that lags behind has missed, up to the id `lastId`. */
  async #catchUp(after: number, lastId: number): Promise<TailStep> {
    const limit = this.#size.rows;
    // Few enough to send them all, or only the last of them.
    const start = lastId - after <= limit ? { after } : {};
    const query = { ...start, before: lastId + 1, limit };
    try {
      const rows = await this.#rows({ ...this.#selection, ...query });
      return this.#learn(newestStep(after, rows, lastId), rows);
    } catch (error) {
      if (!(error instanceof TimeLimitError)) throw error;
      return emptyStep(after, lastId);
    }
  }

  #learn(step: TailStep, { ids }: Rows): TailStep {
    const bytes = (step.event?.length ?? 0) - FRAME_BYTES;
    this.#size.learn(ids.length, Math.max(ids.length, bytes));
    return step;
  }

  get #selection(): Pick<RowsQuery, "columns" | "senders"> {
    const { columns, senders } = this.#query;
    return { columns, senders };
  }

  #rows(query: RowsQuery): Promise<Rows> {
    const { experiment, table } = this.#query;
    return this.#read((archive) => archive.rows(experiment, table, query));
  }
}
