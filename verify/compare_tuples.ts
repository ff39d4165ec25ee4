/**
 * Compares the tuples of a table in two databases.
 *
 * @module
 */
import type { SenderNames } from "../archive/sender_names.ts";
import type { ExactRows } from "../stored/stored.ts";
import { HashedRow } from "./hashed_row.ts";
import { type KeptTuple, KeptTuples } from "./kept_tuples.ts";
import { KeySums } from "./key_sums.ts";
import { describeDifferences } from "./differences.ts";
import type { Progress, TableReport } from "./report.ts";
import { Selection } from "./selection.ts";
import { SenderIndex } from "./sender_index.ts";
import { type Suspect, Suspects } from "./suspects.ts";
import type { Tolerance } from "./tolerances.ts";
import { type Both, type ComparedTable, type Side, SIDES } from "./tuple.ts";
import { TupleCounts } from "./tuple_counts.ts";

/** A table in one database, which can be read several times. */
export interface TableRows {
  /** Reads all of its rows. */
  readonly read: () => AsyncIterable<ExactRows>;
  /** The senders of the database. */
  readonly senders: Pick<SenderNames, "name">;
}

/** What is compared, and reported. */
export interface TupleOptions {
  /** The tolerances that may concern the table. */
  readonly tolerances: readonly Tolerance[];
  /** The most examples of differences. */
  readonly examples: number;
  /** How far it is; updated. */
  readonly progress: Progress;
  /** Ends the comparison with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Compares all tuples, in any order. Reads each database once if they are the
 * same; otherwise up to four times, to find the tuples that differ. Memory does
 * not depend on the number of tuples.
 *
 * @throws {ArchiveError} if a database can't be read.
 */
export async function compareTuples(
  table: ComparedTable,
  rows: Both<TableRows>,
  options: TupleOptions,
): Promise<TableReport> {
  const reader = new TableReader(table, rows, options);
  options.progress.step = "compare";
  const sums = new KeySums();
  const counts = new TupleCounts();
  await reader.read((side, row) => {
    sums.add(side, row, row.key);
    counts.add(side, row);
  });
  const found = sums.isZero ? NO_DIFFERENCES : await find(reader, sums);
  const differences = describeDifferences(found.kept, table.columns);
  const { examples } = options;
  return {
    name: table.name,
    isSame: sums.isZero,
    tuples: counts.tuples,
    senders: counts.differingSenders(reader.senderNames),
    tolerated: counts.tolerated(options.tolerances),
    differing: surplus(found.suspects),
    share: found.share,
    examples: differences.slice(0, examples),
    isCut: found.share < 1 || found.kept.length < found.suspects.length ||
      differences.length > examples,
  };
}

/** Tuples that differ. */
interface Found {
  /** All of them, or some. */
  readonly suspects: readonly Suspect[];
  /** The part of the differences that these are, 0 to 1. */
  readonly share: number;
  /** Those that can be shown. */
  readonly kept: readonly KeptTuple[];
}

const NO_DIFFERENCES: Found = { suspects: [], share: 1, kept: [] };

/** Finds the tuples because of which the sums differ. */
async function find(reader: TableReader, sums: KeySums): Promise<Found> {
  reader.progress.step = "find";
  const selection = new Selection(sums);
  if (selection.isPartial) {
    const fine = new KeySums();
    await reader.read((side, row) => {
      if (selection.concerns(row)) fine.add(side, row, row.fineKey);
    });
    selection.refine(fine);
  }
  const counted = new Suspects();
  await reader.read((side, row) => {
    if (selection.includes(row)) counted.add(side, row);
  });
  const suspects = counted.find();
  const kept = new KeptTuples(suspects);
  await reader.read((side, row) => {
    if (selection.includes(row)) kept.add(side, row);
  });
  return { suspects, share: selection.share, kept: kept.all };
}

/** Reads a table in both databases, as often as it is needed. */
class TableReader {
  readonly progress: Progress;
  readonly #table: ComparedTable;
  readonly #rows: Both<TableRows>;
  readonly #signal: AbortSignal | undefined;
  readonly #senders = new SenderIndex();

  constructor(
    table: ComparedTable,
    rows: Both<TableRows>,
    { progress, signal }: TupleOptions,
  ) {
    this.progress = progress;
    this.#table = table;
    this.#rows = rows;
    this.#signal = signal;
  }

  /** The names of the senders of the rows that were read. */
  get senderNames(): readonly string[] {
    return this.#senders.names;
  }

  /** Visits every row of both databases. */
  async read(visit: (side: Side, row: HashedRow) => void): Promise<void> {
    for (const side of SIDES) {
      const { read, senders } = this.#rows[side];
      const row = new HashedRow(this.#table, this.#senders);
      await row.each({ blocks: this.#stoppable(read()), senders }, () => {
        this.progress.rows++;
        visit(side, row);
      });
    }
  }

  async *#stoppable<T>(blocks: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const block of blocks) {
      this.#signal?.throwIfAborted();
      yield block;
    }
  }
}

/** The number of tuples that each database has more than the other. */
function surplus(found: readonly Suspect[]): Both<number> {
  const sum = (side: Side, other: Side) =>
    found.reduce(
      (total, { count }) => total + Math.max(0, count[side] - count[other]),
      0,
    );
  return { a: sum("a", "b"), b: sum("b", "a") };
}
