/**
 * Who has stored what in one table, counted row by row.
 *
 * @module
 */
import type { ActivityCell } from "../activity.ts";
import { type RowRun, SenderDigest } from "./sender_digest.ts";

/**
 * The most pairs of senders and tables of an experiment that are counted; each
 * takes about 1 KiB.
 */
export const MOST_CELLS = 20_000;

/** How many more pairs of senders and tables may be counted. */
export interface CellBudget {
  /** The number. */
  left: number;
}

/** Names what is counted, and when. */
export interface DigestView {
  /** Name of the table. */
  readonly table: string;
  /** The name of a sender by its number. */
  readonly name: (sender: number) => string;
  /** The time, in seconds since the experiment's start. */
  readonly now: number;
}

/**
 * Counts the rows of a table. All rows are added once, in the order of their
 * ids; those of one sender may be slightly out of order by their sequence
 * numbers. Memory grows with the senders only.
 */
export class TableDigest {
  readonly #senders = new Map<number, SenderDigest>();
  readonly #budget: CellBudget;
  #counted = 0;
  #added = 0;

  /** The tables of an experiment share one `budget`. */
  constructor(budget: CellBudget = { left: MOST_CELLS }) {
    this.#budget = budget;
  }

  /** Number of rows that are counted: not those of senders beyond the budget. */
  get counted(): number {
    return this.#counted;
  }

  /** Share of the added rows that are counted. */
  get share(): number {
    return this.#added === 0 ? 1 : this.#counted / this.#added;
  }

  /** Adds a row; a time is `null` if none is stored. */
  add(
    sender: number,
    seq: number,
    client: number | null,
    server: number | null,
  ): void {
    this.#added++;
    const digest = this.#digest(sender);
    if (digest === undefined) return;
    digest.add(seq, client, server);
    this.#counted++;
  }

  /** Adds successive rows of one sender at once. */
  addRun(sender: number, run: RowRun): void {
    this.#added += run.rows;
    const digest = this.#digest(sender);
    if (digest === undefined) return;
    digest.addRun(run);
    this.#counted += run.rows;
  }

  /** The cells of the table, in the order of the senders' numbers. */
  cells({ table, name, now }: DigestView): ActivityCell[] {
    return [...this.#senders].toSorted(([a], [b]) => a - b)
      .map(([sender, digest]) => ({
        sender: name(sender),
        table,
        ...digest.counts(now),
      }));
  }

  /** Unset if the budget is spent. */
  #digest(sender: number): SenderDigest | undefined {
    const known = this.#senders.get(sender);
    if (known !== undefined || this.#budget.left <= 0) return known;
    this.#budget.left--;
    const digest = new SenderDigest();
    this.#senders.set(sender, digest);
    return digest;
  }
}
