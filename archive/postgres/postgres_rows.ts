/**
 * Rows of a measurement table.
 *
 * @module
 */
import { isTime } from "../selection.ts";
import type { PostgresRow } from "../../server/rows/postgres/postgres_connection.ts";
import { findColumn } from "../column_shapes.ts";
import { findRows, isBackward, type Steps } from "../row_search.ts";
import type { CellValue, Rows, RowsQuery } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { PostgresColumn, PostgresTable } from "./postgres_catalogue.ts";
import { idRange, selectionSql, type TableContext } from "./postgres_table.ts";
import { exactSql, valueReader } from "./postgres_values.ts";

/** Ids that queries look at. */
const STEPS: Steps = { first: 16_384, largest: 524_288 };

const STANDARD: readonly string[] = [
  ...["oml_tuple_id", "oml_sender_id", "oml_seq", "oml_ts_client"],
  "oml_ts_server",
];

/** Carries out a {@linkcode RowsQuery}. */
export async function readRows(
  context: TableContext,
  query: RowsQuery,
): Promise<Rows> {
  const { reader, table, senders, index, deadline } = context;
  const columns = wantedColumns(table, query.columns);
  const condition = selectionSql(query, senders, 4);
  const columnSql = columns.map((column, i) => `${exactSql(column)} AS v${i}`);
  const select = `SELECT ${[...STANDARD, ...columnSql]} FROM ${table.sql}
    WHERE oml_tuple_id BETWEEN $1 AND $2${condition.sql}
    ORDER BY oml_tuple_id ${isBackward(query) ? "DESC" : ""} LIMIT $3`;
  const { rows, ...end } = await findRows<PostgresRow>(query, {
    ...{ all: await idRange(reader, table), index, deadline },
    steps: STEPS,
    read: ({ from, to }, most) =>
      reader.query(select, [from, to, most, ...condition.values]),
    idOf: (row) => Number(row.oml_tuple_id),
  });
  return { ...toColumns(rows, columns, senders), ...end };
}

function wantedColumns(
  table: PostgresTable,
  names: readonly string[] | undefined,
): PostgresColumn[] {
  const shapes = table.columns.map(({ shape }) => shape);
  const wanted = new Set(names ?? shapes.map(({ name }) => name));
  for (const name of wanted) findColumn({ columns: shapes }, name);
  return table.columns.filter(({ shape }) => wanted.has(shape.name));
}

function toColumns(
  rows: readonly PostgresRow[],
  columns: readonly PostgresColumn[],
  senders: SenderNames,
): Omit<Rows, "lastId" | "more"> {
  const time = (value: unknown) => isTime(value) ? value : null;
  const values = columns.map((column, i): [string, CellValue[]] => {
    const read = valueReader(column);
    return [column.shape.name, rows.map((row) => read(row[`v${i}`]))];
  });
  return {
    ids: rows.map((row) => Number(row.oml_tuple_id)),
    senders: rows.map((row) => senders.name(Number(row.oml_sender_id))),
    seqs: rows.map((row) => Number(row.oml_seq)),
    client: rows.map((row) => time(row.oml_ts_client)),
    server: rows.map((row) => time(row.oml_ts_server)),
    values: Object.fromEntries(values),
  };
}
