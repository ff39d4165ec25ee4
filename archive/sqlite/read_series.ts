/**
 * Values of a measurement table over time.
 *
 * @module
 */
import { joinTimes, shownTimes } from "../selection.ts";
import { findColumns } from "../column_shapes.ts";
import { PixelLines } from "../pixel_lines.ts";
import type { Series, SeriesQuery } from "../plots.ts";
import { planReading, readSelected, VALUES_AT } from "./reading_plan.ts";
import type { TableContext } from "./table_context.ts";
import { numberSql } from "./table_reader.ts";

/** Carries out a {@linkcode SeriesQuery}. */
export async function readSeries(
  context: TableContext,
  query: SeriesQuery,
): Promise<Series> {
  const { table, senders } = context;
  const columns = findColumns(table, query.columns, ["number", "boolean"]);
  const names = columns.map(({ name }) => name);
  const plan = await planReading(context, query);
  const expected = shownTimes(query, plan.known);
  const lines = new PixelLines(names, expected, query.width);
  const covered = await readSelected(context, {
    query,
    plan,
    values: columns.map(numberSql),
    take: (sender, time, row) => lines.add(sender, time, row, VALUES_AT),
  });
  return {
    clock: query.clock ?? "server",
    ...shownTimes(query, joinTimes(plan.known, lines.extent)),
    covered,
    lastId: plan.lastId,
    lines: lines.lines((id) => senders.name(id)),
  };
}
