/**
 * The page of a table.
 *
 * @module
 */

/** What the page of a table needs; the query is in the address. */
export interface DataPageProps {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Name of the table. */
  readonly table: string;
}

/** Plots, rows and download of a table. */
export function DataPage({ experiment, table }: DataPageProps) {
  return <p class="muted">{table} of {experiment}</p>;
}
