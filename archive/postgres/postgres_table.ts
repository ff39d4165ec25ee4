/**
 * Reads parts of a measurement table.
 *
 * @module
 */
import { TIME_COLUMNS } from "../selection.ts";
import type { Deadline } from "../deadline.ts";
import type { Selection } from "../rows.ts";
import type { SenderNames } from "../sender_names.ts";
import type { IdRange } from "../spread.ts";
import {
  BLOCK_IDS,
  type BlockTimes,
  type TimeIndex,
  type TimeRange,
} from "../time_index.ts";
import type { PostgresTable } from "./postgres_catalogue.ts";
import type { PostgresReader } from "./postgres_reader.ts";

/** Blocks of the index that are read at once. */
const BLOCKS_AT_ONCE = 8;

/**
 * Ids at the end of a table that are not indexed: transactions of several
 * servers may commit them in another order.
 */
const UNSETTLED_IDS = 65_536;

/** Rows at each end of a table whose times are looked at. */
const END_ROWS = 64;

/** A table, and how to read it. */
export interface TableContext {
  /** The connection. */
  readonly reader: PostgresReader;
  /** The table. */
  readonly table: PostgresTable;
  /** The senders. */
  readonly senders: SenderNames;
  /** The times of its rows, as far as they are known. */
  readonly index: TimeIndex;
  /** Limits the time. */
  readonly deadline: Deadline;
}

/** The smallest and the largest id; `undefined` without rows. */
export async function idRange(
  reader: PostgresReader,
  { sql }: PostgresTable,
): Promise<IdRange | undefined> {
  const [{ from, to }] = await reader.query(
    `SELECT min(oml_tuple_id) AS from, max(oml_tuple_id) AS to FROM ${sql}`,
  );
  if (from === null || to === null) return undefined;
  return { from: Number(from), to: Number(to) };
}

/**
 * Adds complete blocks to an index as long as `goOn` returns true. Returns
 * whether it is complete.
 */
export async function extendIndex(
  { reader, table, index }: Pick<TableContext, "reader" | "table" | "index">,
  lastId: number,
  goOn: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const settled = lastId - UNSETTLED_IDS;
  while (index.next(settled) !== undefined) {
    if (!await goOn()) return false;
    const from = index.end;
    const to = Math.min(
      from + BLOCKS_AT_ONCE * BLOCK_IDS - 1,
      Math.floor((settled + 1) / BLOCK_IDS) * BLOCK_IDS - 1,
    );
    const blocks = await readBlocks(reader, table, { from, to });
    // Another query may have added them meanwhile.
    if (index.end !== from) continue;
    for (let id = from; id < to; id += BLOCK_IDS) {
      const nothing = { client: undefined, server: undefined };
      index.add(blocks.get(id / BLOCK_IDS) ?? nothing);
    }
  }
  return true;
}

/** The times at both ends of a range. */
export async function readEndTimes(
  reader: PostgresReader,
  { sql }: PostgresTable,
  { from, to }: IdRange,
): Promise<BlockTimes> {
  const part = (order: string) =>
    `(SELECT oml_ts_client AS c, oml_ts_server AS s FROM ${sql}
      WHERE oml_tuple_id BETWEEN $1 AND $2
      ORDER BY oml_tuple_id ${order} LIMIT ${END_ROWS})`;
  const [row] = await reader.query(
    `SELECT ${TIMES} FROM (${part("")} UNION ALL ${part("DESC")}) AS x`,
    [from, to],
  );
  return blockTimes(row);
}

/** A condition, with parameters after those before it. */
export interface Condition {
  /** SQL. */
  readonly sql: string;
  /** Values of its parameters. */
  readonly values: (number | readonly number[])[];
}

/**
 * The condition of a selection; its parameters begin with number `first`.
 *
 * @throws {NotFoundError} if a sender does not exist.
 */
export function selectionSql(
  { senders, clock = "server", from, to }: Selection,
  names: SenderNames,
  first: number,
): Condition {
  const values: (number | readonly number[])[] = [];
  const parts: string[] = [];
  const add = (
    sql: (parameter: string) => string,
    value: Condition["values"][0],
  ) => {
    parts.push(sql(`$${first + values.length}`));
    values.push(value);
  };
  const ids = names.ids(senders);
  const time = TIME_COLUMNS[clock];
  if (ids !== undefined) add((p) => `oml_sender_id = ANY(${p}::int8[])`, ids);
  if (from !== undefined) add((p) => `${time} >= ${p}::float8`, from);
  if (to !== undefined) add((p) => `${time} <= ${p}::float8`, to);
  return { sql: ["", ...parts].join(" AND "), values };
}

/** NaN is greater than all other numbers, and is no time. */
const TIMES = ["c", "s"].map((column) => {
  const isTime = `FILTER (WHERE abs(${column}) < 'Infinity')`;
  return `min(${column}) ${isTime} AS ${column}0,
    max(${column}) ${isTime} AS ${column}1`;
}).join(", ");

async function readBlocks(
  reader: PostgresReader,
  { sql }: PostgresTable,
  { from, to }: IdRange,
): Promise<Map<number, BlockTimes>> {
  const rows = await reader.query(
    `SELECT id / ${BLOCK_IDS} AS block, ${TIMES}
      FROM (SELECT oml_tuple_id AS id, oml_ts_client AS c, oml_ts_server AS s
        FROM ${sql} WHERE oml_tuple_id BETWEEN $1 AND $2) AS x GROUP BY 1`,
    [from, to],
  );
  return new Map(rows.map((row) => [Number(row.block), blockTimes(row)]));
}

function blockTimes({ c0, c1, s0, s1 }: Record<string, unknown>): BlockTimes {
  return { client: timeRange(c0, c1), server: timeRange(s0, s1) };
}

function timeRange(from: unknown, to: unknown): TimeRange | undefined {
  return typeof from === "number" && typeof to === "number"
    ? { from, to }
    : undefined;
}
