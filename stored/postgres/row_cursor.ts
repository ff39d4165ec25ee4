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
import type { ExactQuery, ExactRows } from "../stored.ts";
import type { Snapshot } from "./snapshot.ts";
import { textReader } from "./text_values.ts";

/** The most rows of a block. */
const BLOCK_ROWS = 2048;

/** The most bytes of texts and blobs in a block of several rows. */
const BLOCK_BYTES = 4 * 2 ** 20;

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
  const { table, columns, conditions } = part;
  const from =
    `FROM ${table.sql} WHERE true${conditions} ORDER BY oml_tuple_id`;
  const values = [...STANDARD, ...columns.map(exactSql)];
  const sizes = sizesSql(columns);
  await snapshot.run(
    `DECLARE ${name} NO SCROLL CURSOR FOR SELECT ${values} ${from}`,
  );
  try {
    const blocks = sizes === undefined
      ? fetchAll(snapshot, name)
      : fetchBySize(snapshot, name, `SELECT ${sizes} ${from}`);
    for await (const rows of blocks) yield toBlock(rows, columns);
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

async function* fetchAll(
  snapshot: Snapshot,
  name: string,
): AsyncGenerator<readonly TextRow[]> {
  const fetch = () => snapshot.texts(`FETCH ${BLOCK_ROWS} FROM ${name}`);
  for (let rows = await fetch(); rows.length > 0;) {
    // PostgreSQL works on the next block while this one is used.
    const next = fetch();
    next.catch(() => undefined);
    yield rows;
    rows = await next;
  }
}

/** Looks at the sizes of rows before it fetches them. */
async function* fetchBySize(
  snapshot: Snapshot,
  name: string,
  select: string,
): AsyncGenerator<readonly TextRow[]> {
  const sizes = `${name}_sizes`;
  await snapshot.run(`DECLARE ${sizes} NO SCROLL CURSOR FOR ${select}`);
  try {
    for (;;) {
      const found = await snapshot.texts(`FETCH ${BLOCK_ROWS} FROM ${sizes}`);
      if (found.length === 0) return;
      for (const count of blockSizes(found.map(([size]) => Number(size)))) {
        yield await snapshot.texts(`FETCH ${count} FROM ${name}`);
      }
    }
  } finally {
    await snapshot.close(sizes);
  }
}

/** Splits rows of these sizes into blocks; returns the numbers of their rows. */
function* blockSizes(sizes: readonly number[]): Generator<number> {
  let count = 0;
  let bytes = 0;
  for (const size of sizes) {
    if (count > 0 && bytes + size > BLOCK_BYTES) {
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
  columns: readonly PostgresColumn[],
): ExactRows {
  return {
    count: rows.length,
    ids: rows.map(([id]) => Number(id)),
    senders: rows.map((row) => Number(row[1])),
    seqs: rows.map((row) => Number(row[2])),
    client: rows.map((row) => time(row[3])),
    server: rows.map((row) => time(row[4])),
    values: columns.map((column, i) => {
      const read = textReader(column);
      return rows.map((row) => read(row[STANDARD.length + i]));
    }),
  };
}

function time(text: string | null): number | null {
  return text === null ? null : Number(text);
}
