/**
 * Paths of the API for a table, below `PREFIX`.
 *
 * @module
 */
import type { RowsQuery } from "../../../archive/rows.ts";
import type { SeriesQuery, SpectraQuery } from "../../../archive/plots.ts";

/** What all addresses of the API start with. */
export const PREFIX = "/api/v1";

/** A table of an experiment. */
export interface TableName {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Name of the table. */
  readonly table: string;
}

/** Which new rows to ask for. */
export interface TailQuery {
  /** The columns. */
  readonly columns: readonly string[];
  /** The senders; all if not given. */
  readonly senders?: readonly string[];
  /** Only rows with greater ids. */
  readonly after?: number;
}

/** The path of rows as JSON. */
export function rowsUrl(name: TableName, query: RowsQuery): string {
  return tableUrl(name, "rows", query);
}

/** The path of rows as CSV, for a download. */
export function csvUrl(
  name: TableName,
  query: Omit<RowsQuery, "limit">,
): string {
  return tableUrl(name, "rows.csv", query);
}

/** The path of reduced values. */
export function seriesUrl(name: TableName, query: SeriesQuery): string {
  return tableUrl(name, "series", query);
}

/** The path of reduced vectors. */
export function spectraUrl(name: TableName, query: SpectraQuery): string {
  return tableUrl(name, "spectra", query);
}

/** The path of the events with new rows. */
export function tailUrl(name: TableName, query: TailQuery): string {
  return tableUrl(name, "tail", query);
}

function tableUrl(name: TableName, what: string, query: object): string {
  const { experiment, table } = name;
  const path = [experiment, "tables", table, what].map(encodeURIComponent);
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) parameters.append(key, String(each));
    }
  }
  const text = parameters.toString();
  const address = `/experiments/${path.join("/")}`;
  return text === "" ? address : `${address}?${text}`;
}
