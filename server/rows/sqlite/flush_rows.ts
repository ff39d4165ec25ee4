/**
 * Reads the rows of a flush back, whatever form they are in.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Flush, ImagePart, RowImage } from "../store.ts";
import { type CellValue, cellValues } from "../../batches/cell_values.ts";

/** A row, as it was given to its table. */
export interface FlushRow {
  /** Number of the table. */
  readonly handle: number;
  /** Standard columns first; texts are bytes here. */
  readonly values: readonly CellValue[];
}

/** The rows of a flush, table by table, those of one table in their order. */
export function* flushRows({ rows, image }: Flush): Generator<FlushRow> {
  if (image !== undefined) yield* imageRows(image);
  for (const { handle, cells: { bytes, offsets, columns } } of rows) {
    for (const at of offsets) {
      yield { handle, values: cellValues(bytes, at, columns) };
    }
  }
}

function* imageRows({ bytes, parts }: RowImage): Generator<FlushRow> {
  const database = new DatabaseSync(":memory:");
  try {
    database.deserialize(bytes);
    for (const part of parts) yield* partRows(database, "s", part);
  } finally {
    database.close();
  }
}

/** The rows of one table in an image that was loaded as `source`. */
export function* partRows(
  database: DatabaseSync,
  source: string,
  { handle, columns, first, last }: ImagePart,
): Generator<FlushRow> {
  // Text that is not valid UTF-8 would not survive as a string.
  const names = Array.from(
    { length: columns },
    (_, i) =>
      `iif(typeof(c${i}) = 'text', CAST(c${i} AS BLOB), c${i}) AS c${i}`,
  );
  const select = database.prepare(
    `SELECT ${names} FROM ${source} WHERE rowid BETWEEN ? AND ? ORDER BY rowid`,
  );
  select.setReadBigInts(true);
  for (const row of select.iterate(first, last)) {
    // Only these types come out of SQLite with the query above.
    const values = Object.values(row) as CellValue[];
    yield { handle, values };
  }
}
