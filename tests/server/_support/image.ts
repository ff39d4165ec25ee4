import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { SharedBufferPool } from "../../../shared/buffer_pool.ts";
import type { ColumnKind } from "../../../server/batches/cell_batch.ts";
import type { Cells } from "../../../server/batches/cells.ts";
import {
  buildImage,
  type RowRange,
} from "../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../server/rows/sqlite/page_templates.ts";
import type { Cell } from "./cells.ts";

const templates = new PageTemplates();

/** The contents of an image as read by SQLite. */
export interface ReadImage {
  integrity: string;
  /** The rows of each batch. */
  batches: Cell[][][];
}

/** Builds an image of some batches, and reads it with SQLite. */
export function throughImage(
  batches: readonly Cells[],
  buffers?: SharedBufferPool,
): ReadImage {
  const columns = Math.max(...batches.map((cells) => cells.columns));
  const { bytes, ranges } = buildImage(
    templates.page(columns),
    batches,
    buffers,
  );
  using database = new DatabaseSync(":memory:");
  database.exec("ATTACH ':memory:' AS stage");
  database.deserialize(bytes, { dbName: "stage" });
  const [integrity] = database.prepare("PRAGMA stage.integrity_check").all()
    .map((row) => String(row.integrity_check));
  return {
    integrity,
    batches: ranges.map((range, i) =>
      readRows(database, "stage.s", batches[i].columns, range)
    ),
  };
}

/** The contents of a database into which rows are inserted one by one. */
export function throughInserts(
  rows: readonly (readonly Cell[])[],
  kinds: readonly ColumnKind[],
): Cell[][] {
  using database = new DatabaseSync(":memory:");
  database.exec(`CREATE TABLE s (${kinds.map((_, i) => `c${i}`)})`);
  for (const row of rows) {
    const values = row.map((cell) =>
      typeof cell === "number" ? "CAST(? AS REAL)" : "?"
    );
    database.prepare(`INSERT INTO s VALUES (${values})`)
      .run(...row.map((cell) => Number.isNaN(cell) ? null : cell));
  }
  const range = { first: 1, last: rows.length };
  return readRows(database, "main.s", kinds.length, range);
}

/** Rows with their types: INTEGER is bigint, REAL number, TEXT string. */
function readRows(
  database: DatabaseSync,
  table: string,
  columns: number,
  { first, last }: RowRange,
): Cell[][] {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  const select = (values: readonly string[]) =>
    database.prepare(
      `SELECT ${values} FROM ${table} WHERE rowid BETWEEN ${first} AND ${last}`,
    );
  const types = select(names.map((name) => `typeof(${name}) AS ${name}`)).all();
  const values = select(
    names.map((name) =>
      `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} ` +
      `END AS ${name}`
    ),
  );
  values.setReadBigInts(true);
  return values.all().map((row, i) =>
    names.map((name) => toCell(row[name], types[i][name] === "text"))
  );
}

function toCell(value: SQLOutputValue, isText: boolean): Cell {
  return isText && value instanceof Uint8Array
    ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(value)
    : value;
}
