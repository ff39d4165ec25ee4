/**
 * Vectors of a measurement table over time.
 *
 * @module
 */
import { shownTimes } from "../selection.ts";
import { vectorNumbers } from "../cell_values.ts";
import { findColumns } from "../column_shapes.ts";
import { MeanSpectra } from "../mean_spectra.ts";
import type { Spectra, SpectraQuery } from "../plots.ts";
import { quoteName } from "./catalogue.ts";
import { readRows } from "./read_rows.ts";
import { planReading, readSelected, VALUES_AT } from "./reading_plan.ts";
import type { TableContext } from "./table_context.ts";

/** Rows at the end whose vectors show how long vectors are. */
const LAST_ROWS = 100;

/** Bytes of a vector that take the time of a row of numbers. */
const ROW_BYTES = 30;

/** Carries out a {@linkcode SpectraQuery}. */
export async function readSpectra(
  context: TableContext,
  query: SpectraQuery,
): Promise<Spectra> {
  const [{ name }] = findColumns(context.table, [query.column], ["vector"]);
  const latest = await latestVector(context, query);
  const plan = await planReading(context, query);
  const shown = shownTimes(query, plan.known);
  const spectra = new MeanSpectra({ ...query, expected: shown });
  const covered = await readSelected(context, {
    query,
    plan,
    values: [quoteName(name)],
    weight: Math.max(1, vectorBytes(context, name) / ROW_BYTES),
    take(_sender, time, row) {
      const text = row[VALUES_AT];
      const vector = typeof text === "string" ? vectorNumbers(text) : undefined;
      if (vector !== undefined) spectra.add(time, vector);
    },
  });
  return {
    clock: query.clock ?? "server",
    ...shown,
    covered,
    lastId: plan.lastId,
    length: Math.max(spectra.length, latest?.values.length ?? 0),
    ...spectra.reduced(),
    ...latest === undefined ? {} : { latest },
  };
}

/** The vector in the last row of the query. */
async function latestVector(
  context: TableContext,
  { column, clock = "server", senders, from, to }: SpectraQuery,
): Promise<Spectra["latest"]> {
  const rows = await readRows(context, {
    ...{ columns: [column], clock, senders, from, to },
    before: Number.MAX_SAFE_INTEGER,
    limit: 1,
  });
  const value = rows.values[column].at(0);
  const time = rows[clock].at(0);
  if (!Array.isArray(value) || typeof time !== "number") return undefined;
  return { time, sender: rows.senders[0], values: value.map(toNumber) };
}

function toNumber(element: unknown): number | null {
  const number = element === null ? NaN : Number(element);
  return Number.isFinite(number) ? number : null;
}

/** About how long the texts of vectors are. */
function vectorBytes(
  { database, table: { sql, id } }: TableContext,
  name: string,
): number {
  const column = quoteName(name);
  const bytes = database.first(
    `SELECT avg(length(v)) FROM (SELECT ${column} AS v FROM ${sql} ` +
      `ORDER BY ${id} DESC LIMIT ?)`,
    LAST_ROWS,
  )?.at(0);
  return Number(bytes ?? 0);
}
