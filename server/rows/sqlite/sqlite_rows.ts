/**
 * Inserts runs of rows, large ones from page images, small ones by binding.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Schema, STANDARD_COLUMNS } from "../../../codec/values/schema.ts";
import type { Cells } from "../../batches/cells.ts";
import {
  CellReader,
  type CellValue,
  cellValues,
} from "../../batches/cell_values.ts";
import { imageCells } from "./image_cells.ts";
import {
  boundRows,
  type ImagePart,
  type RowImage,
  type SqliteFlush,
} from "./sqlite_flush.ts";
import { attachStage } from "./stage.ts";
import { columnType, quoteName } from "./sqlite_types.ts";

/** Maximum number of rows bound to one statement. */
const ROWS_A_STATEMENT = 50;

/** SQLite's limit of parameters in a statement. */
const MAX_PARAMETERS = 32_766;

/** Maximum number of cached statements: each takes some kilobytes. */
const MOST_STATEMENTS = 500;

/** The table of some rows. */
export interface TargetTable {
  /** Its name in the database. */
  readonly table: string;
  /** Schema of its rows. */
  readonly schema: Schema;
}

/** Rows of one table, in the loaded image. */
interface StagedRun {
  readonly target: TargetTable;
  readonly image: Uint8Array;
  readonly part: ImagePart;
}

/** Rows of one table, to be bound. */
interface BoundRun {
  readonly target: TargetTable;
  readonly cells: Cells<ArrayBufferLike>;
}

/** Rows of one table. */
export type RowRun = StagedRun | BoundRun;

/** Returns the runs of a flush; `target` returns the table with a number. */
export function runsOf(
  flush: SqliteFlush,
  target: (handle: number) => TargetTable | undefined,
): RowRun[] {
  const { image } = flush;
  const known = (handle: number) => {
    const table = target(handle);
    if (table === undefined) throw new Error(`No table has number ${handle}`);
    return table;
  };
  const staged = image?.parts.map((part) => ({
    target: known(part.handle),
    image: image.bytes,
    part,
  }));
  return [
    ...staged ?? [],
    ...boundRows(flush).map(({ handle, cells }) => ({
      target: known(handle),
      cells,
    })),
  ];
}

/** Inserts rows into one database. */
export class SqliteRows {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #attached = false;
  /** Number of tables in the loaded image. */
  #parts = 0;

  /** Inserts into `database`. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Loads an image. Must not be called within a transaction. */
  stage(image: RowImage): void {
    // SQLite finalizes the connection's statements when it swaps a database.
    this.#statements.clear();
    if (!this.#attached) this.#attached = attachStage(this.#database);
    this.#database.deserialize(image.bytes, { dbName: "stage" });
    this.#parts = image.parts.length;
  }

  /** Releases the memory of the last image. Not within a transaction. */
  rest(): void {
    if (!this.#attached) return;
    this.#statements.clear();
    this.#database.exec("DETACH stage");
    this.#attached = false;
  }

  /** Returns the number of rows of a run. */
  size(run: RowRun): number {
    if ("cells" in run) return run.cells.offsets.length;
    return run.part.last - run.part.first + 1;
  }

  /**
   * Inserts all rows of a run, or those from `from` to before `to`, in a
   * transaction.
   */
  insert(run: RowRun, from = 0, to = this.size(run)): void {
    if ("cells" in run) {
      const { bytes, offsets, columns } = run.cells;
      const range = offsets.subarray(from, to);
      return this.#insertBound(run.target, { bytes, offsets: range, columns });
    }
    const isAll = to - from === this.size(run) && this.#parts === 1;
    this.#insertStaged(run, isAll ? "" : whereRows(run.part, from, to));
  }

  /** Returns the values of one row; its texts are bytes. */
  values(run: RowRun, row: number): readonly CellValue[] {
    if ("cells" in run) {
      const { bytes, offsets, columns } = run.cells;
      return cellValues(bytes, offsets[row], columns);
    }
    const { columns, first } = run.part;
    const only = { first: first + row, last: first + row };
    return cellValues(imageCells(run.image, only, columns).bytes, 0, columns);
  }

  #insertStaged({ target, part }: StagedRun, where: string): void {
    const sources = Array.from({ length: part.columns }, (_, i) => `c${i}`);
    this.#database.exec(
      `INSERT INTO main.${quoteName(target.table)} (${names(target.schema)}) ` +
        `SELECT ${sources} FROM stage.s${where}`,
    );
  }

  #insertBound(
    target: TargetTable,
    { bytes, offsets, columns }: Pick<
      BoundRun["cells"],
      "bytes" | "offsets" | "columns"
    >,
  ): void {
    const most = Math.floor(MAX_PARAMETERS / columns);
    const group = Math.min(ROWS_A_STATEMENT, most);
    const single = offsets.length - offsets.length % group;
    const reader = new CellReader(bytes, columns);
    this.#bind(target, reader, offsets.subarray(0, single), group);
    this.#bind(target, reader, offsets.subarray(single), 1);
  }

  /** Binds `rows` rows at a time, of which `offsets` has a multiple. */
  #bind(
    target: TargetTable,
    reader: CellReader,
    offsets: Uint32Array,
    rows: number,
  ): void {
    if (offsets.length === 0) return;
    const statement = this.#statement(target, rows);
    const values = new Array<CellValue>(rows * reader.columns);
    for (let row = 0; row < offsets.length; row += rows) {
      let at = 0;
      for (let i = row; i < row + rows; i++) {
        at = reader.read(offsets[i], values, at);
      }
      statement.run(...values);
    }
  }

  #statement({ table, schema }: TargetTable, rows: number): StatementSync {
    const key = `${rows} ${table}`;
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    const standard = STANDARD_COLUMNS.map(() => "?");
    const fields = schema.fields.map(({ type }) =>
      columnType(type) === "TEXT" ? "CAST(? AS TEXT)" : "?"
    );
    const row = `(${[...standard, ...fields].join(", ")})`;
    const statement = this.#database.prepare(
      `INSERT INTO main.${quoteName(table)} (${names(schema)}) VALUES ` +
        new Array(rows).fill(row).join(", "),
    );
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    this.#statements.set(key, statement);
    return statement;
  }
}

/**
 * Selects rows `from` to before `to` of a part, which are numbered from its
 * first.
 */
function whereRows({ first }: ImagePart, from: number, to: number): string {
  return ` WHERE rowid BETWEEN ${first + from} AND ${first + to - 1}`;
}

function names(schema: Schema): string {
  return [...STANDARD_COLUMNS, ...schema.fields]
    .map(({ name }) => quoteName(name)).join(", ");
}
