/**
 * Rows of a measurement table.
 *
 * @module
 */
import { candidates, isTime, wantedIds } from "../selection.ts";
import type { PostgresRow } from "../../server/rows/postgres/postgres_connection.ts";
import { findColumn } from "../column_shapes.ts";
import { LIMIT_MS } from "../deadline.ts";
import { TimeLimitError } from "../errors.ts";
import type { CellValue, Rows, RowsQuery } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { IdRange } from "../spread.ts";
import type { PostgresColumn, PostgresTable } from "./postgres_catalogue.ts";
import {
  type Condition,
  idRange,
  selectionSql,
  type TableContext,
} from "./postgres_table.ts";
import { exactSql, valueReader } from "./postgres_values.ts";

/** Ids that are looked at by the first query, and by the largest one. */
const FIRST_STEP = 16_384;
const LARGEST_STEP = 524_288;

const STANDARD: readonly string[] = [
  ...["oml_tuple_id", "oml_sender_id", "oml_seq", "oml_ts_client"],
  "oml_ts_server",
];

/** Carries out a {@linkcode RowsQuery}. */
export async function readRows(
  context: TableContext,
  query: RowsQuery,
): Promise<Rows> {
  const { reader, table, senders } = context;
  const columns = wantedColumns(table, query.columns);
  const condition = selectionSql(query, senders, 4);
  const isBackward = query.after === undefined && query.before !== undefined;
  const columnSql = columns.map((column, i) => `${exactSql(column)} AS v${i}`);
  const select = `SELECT ${[...STANDARD, ...columnSql]} FROM ${table.sql}
    WHERE oml_tuple_id BETWEEN $1 AND $2${condition.sql}
    ORDER BY oml_tuple_id ${isBackward ? "DESC" : ""} LIMIT $3`;
  const wanted = wantedIds(await idRange(reader, table), query);
  if (wanted === undefined) {
    const lastId = Math.max(query.after ?? 0, 0);
    return { ...toColumns([], columns, senders), lastId, more: false };
  }
  const { limit } = query;
  const ranges = candidates(context.index, query, wanted);
  const { values } = condition;
  const plan = { select, values, wanted, ranges, isBackward, limit };
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
  /** The query; its first parameters are two ids and the most rows. */
  readonly select: string;
  /** The values of its other parameters. */
  readonly values: Condition["values"];
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
  { reader, deadline }: TableContext,
  { select, values, wanted, ranges, isBackward, limit }: Search,
): Promise<{ readonly rows: PostgresRow[]; readonly seen: number }> {
  const rows: PostgresRow[] = [];
  let seen = isBackward ? wanted.to + 1 : wanted.from - 1;
  for (const { from, to } of stepsOf(ranges, isBackward)) {
    if (deadline.isOver) return { rows, seen };
    const left = limit - rows.length;
    const found = await reader.query(select, [from, to, left, ...values]);
    for (const row of found) rows.push(row);
    if (found.length === left) {
      return { rows, seen: Number(rows.at(-1)?.oml_tuple_id) };
    }
    seen = isBackward ? from : to;
  }
  return { rows, seen: isBackward ? wanted.from : wanted.to };
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

/** Growing steps through ranges, in one direction. */
function* stepsOf(
  ranges: readonly IdRange[],
  isBackward: boolean,
): Generator<IdRange> {
  let size = FIRST_STEP;
  for (const { from, to } of isBackward ? ranges.toReversed() : ranges) {
    for (let done = 0; done <= to - from;) {
      yield isBackward
        ? { from: Math.max(from, to - done - size + 1), to: to - done }
        : { from: from + done, to: Math.min(to, from + done + size - 1) };
      done += size;
      size = Math.min(2 * size, LARGEST_STEP);
    }
  }
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
