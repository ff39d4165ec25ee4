import { parseSchema } from "../../../codec/values/schema.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import type { Flush } from "../../../server/rows/store.ts";
import { addRow, type Cell } from "./cells.ts";

/** The rows of one table in a flush. */
export interface TableFlush {
  handle: number;
  schema: string;
  /** Field values; sender, sequence number and times are added. */
  rows?: readonly (readonly Cell[])[];
  /** Whether an earlier flush has defined the table. */
  known?: boolean;
}

/** A flush of rows, without rejected samples. */
export function flushOf(...tables: readonly TableFlush[]): Flush {
  return {
    tables: tables.filter(({ known }) => !known)
      .map(({ handle, schema }) => ({ handle, schema: parseSchema(schema) })),
    rows: tables.flatMap(({ handle, schema, rows = [] }) => {
      if (rows.length === 0) return [];
      const { cells } = new TableBatch(handle, parseSchema(schema));
      rows.forEach((row, i) =>
        addRow(cells, [1n, BigInt(i), i / 2, i, ...row])
      );
      return [{ handle, cells: cells.take() }];
    }),
    rejects: [],
    rejectCounts: [],
    conversions: [],
    progress: [],
  };
}

/** A flush with one rejected sample. */
export function rejection(reason: string): Flush {
  const sample = { senderId: 1, stream: undefined, reason };
  const raw = new TextEncoder().encode("raw");
  return {
    tables: [],
    rows: [],
    rejects: [{ ...sample, arrival: 0, raw, length: raw.length }],
    rejectCounts: [{ ...sample, count: 1 }],
    conversions: [],
    progress: [],
  };
}
