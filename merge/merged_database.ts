/**
 * The database that parts are merged into, written as servers write theirs.
 *
 * @module
 */
import type { Schema } from "../codec/values/schema.ts";
import { ImagePlanner } from "../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../server/rows/sqlite/page_templates.ts";
import { SqliteDatabase } from "../server/rows/sqlite/sqlite_database.ts";
import { canStage } from "../server/rows/sqlite/stage.ts";
import type { Flush, TableDefinition } from "../server/rows/store.ts";
import { RowCells } from "./row_cells.ts";

/** Bytes of rows that are stored in one transaction. */
const FLUSH_BYTES = 2 * 1024 * 1024;

/** Everything but tables and their rows. */
export type OtherContents = Pick<
  Flush,
  "rejects" | "rejectCounts" | "conversions" | "progress"
>;

const NOTHING: Flush = {
  tables: [],
  rows: [],
  rejects: [],
  rejectCounts: [],
  conversions: [],
  progress: [],
};

/** A table of the database. */
export interface MergedTable {
  /** Collects its rows; {@linkcode MergedDatabase.flushIfFull} stores them. */
  readonly rows: RowCells;
}

/** A database that is written by this process only. */
export class MergedDatabase implements Disposable {
  readonly #database: SqliteDatabase;
  readonly #planner = canStage()
    ? new ImagePlanner(new PageTemplates())
    : undefined;
  readonly #tables: RowCells[] = [];
  #undefined: TableDefinition[] = [];
  #isClosed = false;

  /** Creates the file. */
  constructor(path: string) {
    this.#database = new SqliteDatabase(path, "delete");
  }

  /** Sets the start, and numbers senders in their order. */
  begin(startTime: number | undefined, senders: readonly string[]): number[] {
    const members = senders.map((sender) => ({ sender, startTime }));
    const joined = this.#database.joinAll([
      { sender: undefined, startTime },
      ...members,
    ]);
    return joined.slice(1).map(({ senderId }) => senderId);
  }

  /**
   * The table for tuples of `schema`, chosen as a server does: one of that name
   * if its fields are the same, otherwise the next free one.
   */
  table(schema: Schema): MergedTable {
    const rows = new RowCells(schema);
    const handle = this.#tables.push(rows) - 1;
    this.#undefined.push({ handle, schema });
    return { rows };
  }

  /** Stores rows when there are many. */
  flushIfFull({ rows }: MergedTable): void {
    if (rows.length >= FLUSH_BYTES) this.flush();
  }

  /** Stores all rows, and `others`. Returns the rows that SQLite rejects. */
  flush(others: Partial<OtherContents> = {}): number {
    const rows = [...this.#tables.entries()]
      .filter(([, cells]) => cells.rows > 0)
      .map(([handle, cells]) => ({ handle, cells: cells.take() }));
    const flush = { ...NOTHING, ...others, tables: this.#undefined, rows };
    const plan = this.#planner?.plan(flush) ?? flush;
    const steps = this.#database.write(plan);
    for (let step = steps.next();; step = steps.next()) {
      if (step.done !== true) continue;
      this.#planner?.release(plan);
      this.#undefined = [];
      return step.value.length;
    }
  }

  /** Completes the file. */
  close(): void {
    this.#isClosed = true;
    const fault = this.#database.close();
    if (fault !== undefined) throw fault;
  }

  [Symbol.dispose](): void {
    if (!this.#isClosed) this.#database.close();
  }
}
