/**
 * Rows of a measurement table.
 *
 * @module
 */
import { isTime, TIME_COLUMNS } from "../selection.ts";
import type { ColumnShape } from "../archive.ts";
import { cellReader } from "../cell_values.ts";
import { findColumn } from "../column_shapes.ts";
import { findRows, isBackward } from "../row_search.ts";
import type { CellValue, Rows, RowsQuery } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { StoredTable } from "./catalogue.ts";
import type { StoredRow } from "./read_database.ts";
import type { TableContext } from "./table_context.ts";
import { exactSql, idRange, realSql } from "./table_reader.ts";

/** Number of ids that are looked at in one piece of work. */
const STEP_IDS = 8192;

/** Carries out a {@linkcode RowsQuery}. */
export async function readRows(
  context: TableContext,
  query: RowsQuery,
): Promise<Rows> {
  const { database, table, senders, index, deadline } = context;
  const names = query.columns ?? table.columns.map(({ name }) => name);
  const columns = [...new Set(names)].map((name) => findColumn(table, name));
  const select = selectSql(table, columns, query, senders.ids(query.senders));
  const order = `ORDER BY ${table.id} ${isBackward(query) ? "DESC" : "ASC"}`;
  const sql = `${select} ${order} LIMIT ?`;
  const { rows, ...end } = await findRows<StoredRow>(query, {
    ...{ all: idRange(database, table), index, deadline },
    steps: { first: STEP_IDS, largest: STEP_IDS },
    read: ({ from, to }, most) => database.all(sql, from, to, most),
    idOf: ([id]) => Number(id),
    pause: () => deadline.turn(),
  });
  return { ...toColumns(rows, columns, senders), ...end };
}

function selectSql(
  { sql, id }: StoredTable,
  columns: readonly ColumnShape[],
  { clock = "server", from, to }: RowsQuery,
  senders: readonly number[] | undefined,
): string {
  const time = TIME_COLUMNS[clock];
  const conditions = [
    `${id} BETWEEN ? AND ?`,
    // Numbers only, so no text of a client gets into the SQL.
    ...senders === undefined
      ? []
      : [`oml_sender_id IN (${senders.map(Number).join(",")})`],
    ...isTime(from) ? [`${time} >= ${Number(from)}`] : [],
    ...isTime(to) ? [`${time} <= ${Number(to)}`] : [],
  ];
  const values = [
    ...[id, "oml_sender_id", realSql("oml_seq")],
    ...["oml_ts_client", "oml_ts_server"],
    ...columns.map(({ name }) => exactSql(name)),
  ];
  return `SELECT ${values.join(", ")} FROM ${sql} ` +
    `WHERE ${conditions.join(" AND ")}`;
}

function toColumns(
  rows: readonly StoredRow[],
  columns: readonly ColumnShape[],
  senders: SenderNames,
): Omit<Rows, "lastId" | "more"> {
  const time = (value: unknown) => isTime(value) ? value : null;
  const values = columns.map((column, i): [string, CellValue[]] => {
    const read = cellReader(column);
    return [column.name, rows.map((row) => read(row[5 + i]))];
  });
  return {
    ids: rows.map((row) => Number(row[0])),
    senders: rows.map((row) => senders.name(Number(row[1]))),
    seqs: rows.map((row) => Number(row[2])),
    client: rows.map((row) => time(row[3])),
    server: rows.map((row) => time(row[4])),
    values: Object.fromEntries(values),
  };
}
