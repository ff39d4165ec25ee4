/**
 * Reads a measurement table block by block.
 *
 * @module
 */
import type {
  PostgresColumn,
  PostgresTable,
} from "../../archive/postgres/postgres_catalogue.ts";
import { exactSql } from "../../archive/postgres/postgres_values.ts";
import { isTime, TIME_COLUMNS } from "../../archive/selection.ts";
import type { SenderNames } from "../../archive/sender_names.ts";
import type { TextRow } from "../../server/rows/postgres/postgres_connection.ts";
import { isOfAnySize } from "../exact_values.ts";
import {
  BLOCK_BYTES,
  BLOCK_ROWS,
  exactRows,
  LEADING_COLUMNS,
} from "../exact_rows.ts";
import type { ExactQuery, ExactRows } from "../stored.ts";
import type { Snapshot } from "./snapshot.ts";
import { type TextReader, textReader } from "./text_values.ts";

/** Rows whose sizes are looked at together. */
const SIZES = 8 * BLOCK_ROWS;

/** Columns before those of the query. */
const STANDARD = [
  ...["oml_tuple_id", "oml_sender_id", "oml_seq", "oml_ts_client"],
  "oml_ts_server",
] as const;

/** What to read of a table. */
export interface TablePart {
  /** The table. */
  readonly table: PostgresTable;
  /** The columns. */
  readonly columns: readonly PostgresColumn[];
  /** The conditions as SQL, each preceded by AND. */
  readonly conditions: string;
}

/**
 * The conditions of a query.
 *
 * @throws {NotFoundError} if a sender does not exist.
 */
export function conditionsOf(
  { clock = "server", from, to, senders }: ExactQuery,
  names: SenderNames,
): string {
  const time = TIME_COLUMNS[clock];
  const ids = names.ids(senders)?.map(Number);
  // Numbers only, so no text of a user gets into the SQL.
  return [
    ids === undefined ? "" : ` AND oml_sender_id = ANY('{${ids}}'::int8[])`,
    isTime(from) ? ` AND ${time} >= ${Number(from)}::float8` : "",
    isTime(to) ? ` AND ${time} <= ${Number(to)}::float8` : "",
  ].join("");
}

/** Reads all rows of a part; `name` is a free name of a cursor. */
export async function* readBlocks(
  snapshot: Snapshot,
  part: TablePart,
  name: string,
): AsyncGenerator<ExactRows> {
  const { columns } = part;
  const readers = columns.map(textReader);
  const from = fromSql(part);
  const values = [...STANDARD, ...columns.map(exactSql)];
  const sizes = sizesSql(columns);
  await snapshot.declare(name, `SELECT ${values} ${from}`);
  try {
    const counts = sizes === undefined
      ? sameCounts()
      : fittingCounts(snapshot, `${name}_sizes`, `SELECT ${sizes} ${from}`);
    for await (const rows of fetchAhead(snapshot, name, counts)) {
      yield toBlock(rows, readers);
    }
  } finally {
    await snapshot.close(name);
  }
}

/**
 * The rows in the order of their ids. Where they have none, they are numbered
 * in the order in which they are stored.
 */
function fromSql({ table: { sql, hasIds }, conditions }: TablePart): string {
  if (hasIds) {
    return `FROM ${sql} WHERE true${conditions} ORDER BY oml_tuple_id`;
  }
  const numbered = `SELECT row_number() OVER () AS oml_tuple_id, * FROM ${sql}`;
  return `FROM (${numbered}) AS numbered WHERE true${conditions}`;
}

/**
 * Fetches as many rows at a time as `counts` says, until there are no more.
 * PostgreSQL works on the next ones while those before are used.
 */
async function* fetchAhead(
  snapshot: Snapshot,
  name: string,
  counts: AsyncGenerator<number>,
): AsyncGenerator<readonly TextRow[]> {
  const fetch = async () => {
    const { value: count = 0 } = await counts.next();
    return count === 0
      ? []
      : await snapshot.texts(`FETCH ${count} FROM ${name}`);
  };
  try {
    for (let rows = await fetch(); rows.length > 0;) {
      const next = fetch();
      // It is awaited later, or not any more.
      next.catch(() => undefined);
      yield rows;
      rows = await next;
    }
  } finally {
    await counts.return(0);
  }
}

async function* sameCounts(): AsyncGenerator<number> {
  for (;;) yield BLOCK_ROWS;
}

/** Looks at the sizes of rows to find out how many make a block. */
async function* fittingCounts(
  snapshot: Snapshot,
  name: string,
  select: string,
): AsyncGenerator<number> {
  await snapshot.declare(name, select);
  try {
    for (;;) {
      const found = await snapshot.texts(`FETCH ${SIZES} FROM ${name}`);
      if (found.length === 0) return;
      yield* blockSizes(found.map(([size]) => Number(size)));
    }
  } finally {
    await snapshot.close(name);
  }
}

/** The bytes of a row's texts and blobs; `undefined` if it has none. */
function sizesSql(columns: readonly PostgresColumn[]): string | undefined {
  const sizes = columns.filter(({ shape }) => isOfAnySize(shape.type))
    .map((column) =>
      column.type === "bytea" || column.type === "text"
        ? `coalesce(octet_length(${column.sql}), 0)`
        : `coalesce(octet_length(${column.sql}::text), 0)`
    );
  return sizes.length === 0 ? undefined : sizes.join(" + ");
}

/** Splits rows of these sizes into blocks; returns the numbers of their rows. */
function* blockSizes(sizes: readonly number[]): Generator<number> {
  let count = 0;
  let bytes = 0;
  for (const size of sizes) {
    if (count === BLOCK_ROWS || count > 0 && bytes + size > BLOCK_BYTES) {
      yield count;
      count = 0;
      bytes = 0;
    }
    count++;
    bytes += size;
  }
  if (count > 0) yield count;
}

function toBlock(
  rows: readonly TextRow[],
  readers: readonly TextReader[],
): ExactRows {
  return exactRows(
    rows,
    time,
    readers.map((read, i) => rows.map((row) => read(row[LEADING_COLUMNS + i]))),
  );
}

function time(text: string | null): number | null {
  return text === null ? null : Number(text);
}
