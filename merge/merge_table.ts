/**
 * Merges the tables of the same tuples in several parts.
 *
 * @module
 */
import type { Schema } from "../codec/values/schema.ts";
import type { ExactRows } from "../stored/stored.ts";
import type { MergedDatabase } from "./merged_database.ts";
import { clientTime, Overlaps } from "./overlaps.ts";
import { RowKeys } from "./row_keys.ts";
import type { MergeProgress } from "./progress.ts";
import { type RowRun, rowsInOrder } from "./row_order.ts";
import { SeenRows } from "./seen_rows.ts";
import type { Senders } from "./senders.ts";

/** The rows of a table of one part. */
export interface PartRows {
  /** Reads them. */
  read(): AsyncIterable<ExactRows>;
  /** Reads them without their values. */
  readKeys(): AsyncIterable<ExactRows>;
}

/** The tuples of one schema. */
export interface MergedStream {
  /** The schema. */
  readonly schema: Schema;
  /** The rows, by the number of the part that has them. */
  readonly sources: ReadonlyMap<number, PartRows>;
}

/** What the merging of all tables shares. */
export interface MergeContext {
  /** The path of a file for rows that parts may have in common. */
  readonly scratch: string;
  /** Receives the rows. */
  readonly database: MergedDatabase;
  /** The senders. */
  readonly senders: Senders;
  /** Seconds to add to the times of each part. */
  readonly offsets: readonly number[];
  /** Whether repeated rows are kept. */
  readonly keepAll: boolean;
  /** Aborted to stop. */
  readonly signal: AbortSignal;
  /** Counts rows. */
  readonly progress: MergeProgress;
}

/** Merges one table after the other. */
export class TableMerger {
  readonly #context: MergeContext;
  readonly #keys = new RowKeys();
  /** Translates the sender numbers of each part. */
  readonly #senders: readonly ((id: number) => number)[];

  /** Nothing is read yet. */
  constructor(context: MergeContext) {
    this.#context = context;
    this.#senders = context.offsets.map((_, i) => context.senders.of(i));
  }

  /** Stores the rows of all parts, in the order of their arrival. */
  async merge({ schema, sources }: MergedStream): Promise<void> {
    const { database, offsets, signal, progress } = this.#context;
    progress.table = schema.name;
    const table = database.table(schema);
    const overlaps = await this.#findOverlaps(sources);
    using seen = overlaps && new SeenRows(this.#context.scratch);
    const isRepeated = (run: RowRun, row: number) =>
      seen !== undefined && this.#isRepeated(run, row, overlaps, seen);
    const parts = [...sources].map(([part, rows]) => ({
      ...{ part, offset: offsets[part] },
      blocks: rows.read(),
    }));
    for await (const run of rowsInOrder(parts)) {
      signal.throwIfAborted();
      const sender = this.#senders[run.part];
      const offset = offsets[run.part];
      for (let row = run.from; row < run.to; row++) {
        if (isRepeated(run, row)) progress.repeated++;
        else {
          const number = sender(run.block.senders[row]);
          table.rows.add(run.block, row, { sender: number, offset });
        }
      }
      progress.read += run.to - run.from;
      database.flushIfFull(table);
    }
    database.flush();
  }

  /** `undefined` if no row needs to be compared. */
  async #findOverlaps(
    parts: MergedStream["sources"],
  ): Promise<Overlaps | undefined> {
    const { keepAll, offsets, signal } = this.#context;
    if (keepAll || parts.size < 2) return undefined;
    const overlaps = new Overlaps();
    for (const [part, rows] of parts) {
      const blocks = unlessStopped(rows.readKeys(), signal);
      await overlaps.note(part, blocks, offsets[part], this.#senders[part]);
    }
    return overlaps;
  }

  #isRepeated(
    { part, block }: RowRun,
    row: number,
    overlaps: Overlaps | undefined,
    seen: SeenRows,
  ): boolean {
    const sender = this.#senders[part](block.senders[row]);
    const time = clientTime(block, row, this.#context.offsets[part]);
    return overlaps?.has(part, sender, block.seqs[row], time) === true &&
      seen.isRepeated(part, this.#keys.of(block, row, sender), time);
  }
}

async function* unlessStopped(
  blocks: AsyncIterable<ExactRows>,
  signal: AbortSignal,
): AsyncGenerator<ExactRows> {
  for await (const block of blocks) {
    signal.throwIfAborted();
    yield block;
  }
}
