/**
 * Values of a measurement table over time. PostgreSQL reduces them to pixels,
 * so that few of them cross the network.
 *
 * @module
 */
import { joinTimes, shownTimes, TIME_COLUMNS } from "../selection.ts";
import type { PostgresRow } from "../../server/rows/postgres/postgres_connection.ts";
import { findColumns } from "../column_shapes.ts";
import { PixelLines } from "../pixel_lines.ts";
import type { Series, SeriesQuery } from "../plots.ts";
import type { TimeRange } from "../time_index.ts";
import {
  partsSql,
  partValues,
  planReading,
  readPlanned,
} from "./postgres_plan.ts";
import { selectionSql, type TableContext } from "./postgres_table.ts";
import { numberSql } from "./postgres_values.ts";

/** The most groups of one query. */
const MOST_GROUPS = 200_000;

/** The fewest pixels of a line. */
const FEWEST_PIXELS = 16;

/** Carries out a {@linkcode SeriesQuery}. */
export async function readSeries(
  context: TableContext,
  query: SeriesQuery,
): Promise<Series> {
  const { reader, table, senders } = context;
  const { clock = "server" } = query;
  const shapes = table.columns.map(({ shape }) => shape);
  const names = findColumns(
    { columns: shapes },
    query.columns,
    ["number", "boolean"],
  ).map(({ name }) => name);
  const plan = await planReading(context, query);
  const expected = shownTimes(query, plan.known);
  const lineCount = names.length *
    (query.senders?.length ?? Math.max(1, senders.all.length));
  const width = Math.max(
    FEWEST_PIXELS,
    Math.min(query.width, Math.floor(MOST_GROUPS / lineCount)),
  );
  const lines = new PixelLines(names, expected, width);
  const condition = selectionSql(query, senders, 5);
  const time = TIME_COLUMNS[clock];
  const columns = names.map((name) => {
    const column = table.columns.find(({ shape }) => shape.name === name);
    return column === undefined ? "NULL::float8" : numberSql(column);
  });
  const values = columns.map((sql, i) => `${sql} AS v${i}`);
  const sql = `SELECT oml_sender_id AS sender, count(*)::int4 AS n,
      min(${time}) AS t0, max(${time}) AS t1,
      ${columns.map((_, i) => `min(v${i}) AS a${i}, max(v${i}) AS b${i}`)}
    FROM ${partsSql(table.sql, [...Object.values(TIME_COLUMNS), ...values])}
    WHERE abs(${time}) < 'Infinity'${condition.sql}
    GROUP BY 1, floor((${time} - $3::float8) / $4::float8)`;
  const step = Math.max(expected.to - expected.from, 1e-3) / width;
  let extent: TimeRange | undefined;
  const covered = await readPlanned(
    context,
    plan,
    { width: query.width },
    async (parts) => {
      const rows = await reader.query(sql, [
        ...partValues(parts),
        ...[expected.from, step, ...condition.values],
      ]);
      for (const row of rows) {
        extent = joinTimes(extent, {
          from: Number(row.t0),
          to: Number(row.t1),
        });
        addTo(lines, row, columns.length);
      }
    },
  );
  return {
    clock,
    ...shownTimes(query, joinTimes(plan.known, extent)),
    ...{ covered, lastId: plan.lastId },
    lines: lines.lines((id) => senders.name(id)),
  };
}

/** Adds a group; a single row has its own time. */
function addTo(lines: PixelLines, row: PostgresRow, count: number): void {
  const [sender, from, to] = [row.sender, row.t0, row.t1].map(Number);
  const all = (name: string) =>
    Array.from({ length: count }, (_, i) => row[`${name}${i}`]);
  lines.add(sender, from, all("a"), 0);
  if (row.n !== 1) lines.add(sender, to, all("b"), 0);
}
