/**
 * The progress of an export.
 *
 * @module
 */
import type { TableShape } from "../../archive/archive.ts";
import type { ExactRows } from "../../stored/stored.ts";
import type { ProgressText } from "../process/progress_line.ts";
import { formatCount } from "../status/amounts.ts";

/** An export that is running. */
export interface ExportRun {
  /** Its progress. */
  readonly progress: ExportProgress;
  /** Aborted to stop it. */
  readonly stop: AbortSignal;
}

/** Counts the rows that were written. */
export class ExportProgress {
  #table: TableShape | undefined;
  #rows = 0;

  /** Begins with a table. */
  begin(table: TableShape): void {
    this.#table = table;
    this.#rows = 0;
  }

  /** Counts rows. */
  add(rows: number): void {
    this.#rows += rows;
  }

  /** The text for a terminal; the number of all rows is an estimate. */
  text(): ProgressText | undefined {
    if (this.#table === undefined) return undefined;
    const { name, rows } = this.#table;
    return {
      bar: `${name}: ${formatCount(this.#rows)} of ${formatCount(rows)} rows`,
    };
  }
}

/** The rows of the table called `name`, which are counted when they are taken. */
export async function* countedRows(
  blocks: AsyncIterable<ExactRows>,
  progress: ExportProgress,
  tables: readonly TableShape[],
  name: string,
): AsyncGenerator<ExactRows> {
  const table = tables.find((each) => each.name === name);
  if (table !== undefined) progress.begin(table);
  for await (const rows of blocks) {
    yield rows;
    progress.add(rows.count);
  }
}
