/**
 * Rows of a measurement table.
 *
 * @module
 */
import type { PostgresRow } from "../../server/rows/postgres/postgres_connection.ts";
import { findColumn } from "../column_shapes.ts";
import { LIMIT_MS } from "../deadline.ts";
import { TimeLimitError } from "../errors.ts";
import type { CellValue, Rows, RowsQuery } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { IdRange } from "../spread.ts";
import type { PostgresColumn, PostgresTable } from "./postgres_catalogue.ts";
import { idRange, selectionSql, type TableContext } from "./postgres_table.ts";
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
  const { reader, table, senders, deadline } = context;
  const columns = wantedColumns(table, query.columns);
  const condition = selectionSql(query, senders, 4);
  const isBackward = query.after === undefined && query.before !== undefined;
  const values = columns.map((column, i) => `${exactSql(column)} AS v${i}`);
  const select = `SELECT ${[...STANDARD, ...values]} FROM ${table.sql}
    WHERE oml_tuple_id BETWEEN $1 AND $2${condition.sql}
    ORDER BY oml_tuple_id ${isBackward ? "DESC" : ""} LIMIT $3`;
  const wanted = wantedIds(await idRange(reader, table), query);
  const ids = wanted === undefined ? [] : candidates(context, query, wanted);
  const rows: PostgresRow[] = [];
  let lastId = wanted?.to ?? Math.max(query.after ?? 0, 0);
  let isCut = false;
  for (const step of stepsOf(ids, isBackward)) {
    if (deadline.isOver) {
      isCut = true;
      if (!isBackward) lastId = step.from - 1;
      break;
    }
    const left = query.limit - rows.length;
    const found = await reader.query(
      select,
      [step.from, step.to, left, ...condition.values],
    );
    for (const row of found) rows.push(row);
    if (found.length < left) continue;
    const last = Number(rows.at(-1)?.oml_tuple_id);
    isCut = isBackward ? last > (wanted?.from ?? 0) : last < (wanted?.to ?? 0);
    if (!isBackward) lastId = last;
    break;
  }
  if (isBackward) {
    if (isCut && rows.length === 0) throw new TimeLimitError(LIMIT_MS);
    rows.reverse();
  }
  return { ...toColumns(rows, columns, senders), lastId, more: isCut };
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

/** The ids between the limits of a query that exist. */
function wantedIds(
  all: IdRange | undefined,
  { after = -Infinity, before = Infinity }: RowsQuery,
): IdRange | undefined {
  if (all === undefined) return undefined;
  const from = Math.max(all.from, Math.floor(after) + 1);
  const to = Math.min(all.to, Math.ceil(before) - 1);
  return from <= to ? { from, to } : undefined;
}

/** The ids of which a row can be in the time of a query. */
function candidates(
  { index }: TableContext,
  { clock = "server", from = -Infinity, to = Infinity }: RowsQuery,
  ids: IdRange,
): IdRange[] {
  const isLimited = from > -Infinity || to < Infinity;
  return isLimited ? index.find(ids, clock, { from, to }) : [ids];
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
  const time = (value: unknown) =>
    typeof value === "number" && Number.isFinite(value) ? value : null;
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
