/**
 * Rows of a measurement table.
 *
 * @module
 */
import { candidates, isTime, TIME_COLUMNS, wantedIds } from "../selection.ts";
import type { ColumnShape } from "../archive.ts";
import { cellReader } from "../cell_values.ts";
import { findColumn } from "../column_shapes.ts";
import { LIMIT_MS } from "../deadline.ts";
import { TimeLimitError } from "../errors.ts";
import type { CellValue, Rows, RowsQuery } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { IdRange } from "../spread.ts";
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
  const { database, table, senders } = context;
  const names = query.columns ?? table.columns.map(({ name }) => name);
  const columns = [...new Set(names)].map((name) => findColumn(table, name));
  const select = selectSql(table, columns, query, senders.ids(query.senders));
  const isBackward = query.after === undefined && query.before !== undefined;
  const wanted = wantedIds(idRange(database, table), query);
  if (wanted === undefined) {
    const lastId = Math.max(query.after ?? 0, 0);
    return { ...toColumns([], columns, senders), lastId, more: false };
  }
  const ranges = candidates(context.index, query, wanted);
  const { limit } = query;
  const plan = { select, wanted, ranges, isBackward, limit };
  const { rows, seen } = await collect(context, plan);
  if (isBackward && rows.length === 0 && seen > wanted.from) {
    throw new TimeLimitError(LIMIT_MS);
  }
  return {
    ...toColumns(isBackward ? rows.reverse() : rows, columns, senders),
    lastId: isBackward ? wanted.to : seen,
    more: isBackward ? seen > wanted.from : seen < wanted.to,
  };
}

/** How to look for rows. */
interface Search {
  /** The beginning of the query. */
  readonly select: string;
  /** The ids between the limits. */
  readonly wanted: IdRange;
  /** Where among them rows can be. */
  readonly ranges: readonly IdRange[];
  /** Whether to begin with the largest id. */
  readonly isBackward: boolean;
  /** The most rows. */
  readonly limit: number;
}

/**
 * Looks for rows until there are enough or the time is over. `seen` is the last
 * id that was looked at, in the direction of the search.
 */
async function collect(
  { database, table, deadline }: TableContext,
  { select, wanted, ranges, isBackward, limit }: Search,
): Promise<{ readonly rows: StoredRow[]; readonly seen: number }> {
  const order = `ORDER BY ${table.id} ${isBackward ? "DESC" : "ASC"} LIMIT ?`;
  const sql = `${select} ${order}`;
  const rows: StoredRow[] = [];
  let seen = isBackward ? wanted.to + 1 : wanted.from - 1;
  for (const step of stepsOf(ranges, isBackward)) {
    if (deadline.isOver) return { rows, seen };
    const left = limit - rows.length;
    const found = database.all(sql, step.from, step.to, left);
    for (const row of found) rows.push(row);
    if (found.length === left) {
      return { rows, seen: Number(rows.at(-1)?.at(0)) };
    }
    seen = isBackward ? step.from : step.to;
    await deadline.turn();
  }
  return { rows, seen: isBackward ? wanted.from : wanted.to };
}

/** Small steps through ranges, in one direction. */
function* stepsOf(
  ranges: readonly IdRange[],
  isBackward: boolean,
): Generator<IdRange> {
  for (const { from, to } of isBackward ? ranges.toReversed() : ranges) {
    for (let done = 0; done <= to - from; done += STEP_IDS) {
      yield isBackward
        ? { from: Math.max(from, to - done - STEP_IDS + 1), to: to - done }
        : { from: from + done, to: Math.min(to, from + done + STEP_IDS - 1) };
    }
  }
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
