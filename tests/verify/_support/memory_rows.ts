import type { ExactRows, ExactValue } from "../../../stored/stored.ts";
import type { TableRows } from "../../../verify/compare_tuples.ts";

/** A row with one field. */
export interface MemoryRow {
  /** The sender's number; its name is `nNUMBER`. */
  readonly sender?: number;
  readonly seq: number;
  readonly client?: number;
  readonly value: ExactValue;
}

/** Rows of a block. */
const BLOCK = 1_000;

/** `count` rows that are made when they are read. */
export function memoryRows(
  count: number,
  row: (i: number) => MemoryRow,
): TableRows {
  async function* read(): AsyncGenerator<ExactRows> {
    for (let from = 0; from < count; from += BLOCK) {
      const length = Math.min(BLOCK, count - from);
      const rows = Array.from({ length }, (_, i) => row(from + i));
      yield await Promise.resolve({
        count: length,
        ids: rows.map((_, i) => from + i + 1),
        senders: rows.map(({ sender = 1 }) => sender),
        seqs: rows.map(({ seq }) => seq),
        client: rows.map(({ client = 0 }) => client),
        server: rows.map(() => 0),
        values: [rows.map(({ value }) => value)],
      });
    }
  }
  return { read, senders: { name: (id) => `n${id}` } };
}
