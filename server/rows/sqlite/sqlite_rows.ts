/**
 * Inserts batches of rows, large ones as page images, small ones by binding.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Schema } from "../../../codec/values/schema.ts";
import type { Cells } from "../../batches/cell_batch.ts";
import type { ImagePart, RowImage } from "../store.ts";
import { cellValues } from "./cell_values.ts";
import { STANDARD_COLUMNS } from "./sqlite_tables.ts";
import { columnType, quoteName } from "./sqlite_types.ts";

/** Rows bound to one statement, where there are so many. */
const ROWS_A_STATEMENT = 50;

/** SQLite's limit of parameters in a statement. */
const MAX_PARAMETERS = 32_766;

/** Statements kept for the next rows: each takes some kilobytes. */
const MOST_STATEMENTS = 500;

/** A table that rows are for. */
export interface TargetTable {
  /** Its name in the database. */
  readonly table: string;
  /** What its rows look like. */
  readonly schema: Schema;
}

/** Inserts rows into one database. */
export class SqliteRows {
  /** Whether rows may come as an image. */
  readonly takesImages: boolean;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #attached: boolean;
  /** How many tables the loaded image has rows for. */
  #parts = 0;

  /** Inserts into `database`, and attaches the place for images to it. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.takesImages = this.#attached = attachStage(database);
  }

  /** Loads an image. Must not be called within a transaction. */
  stage(image: RowImage): void {
    // SQLite finalizes the connection's statements when it swaps a database.
    this.#statements.clear();
    if (!this.#attached) this.#attached = attachStage(this.#database);
    this.#database.deserialize(image.bytes, { dbName: "stage" });
    this.#parts = image.parts.length;
  }

  /** Lets the memory of the last image go. Not within a transaction. */
  rest(): void {
    if (!this.#attached) return;
    this.#statements.clear();
    this.#database.exec("DETACH stage");
    this.#attached = false;
  }

  /** Inserts rows of the loaded image, within a transaction. */
  insertStaged({ table, schema }: TargetTable, part: ImagePart): void {
    const { columns, first, last } = part;
    const where = this.#parts === 1
      ? ""
      : ` WHERE rowid BETWEEN ${first} AND ${last}`;
    const sources = Array.from({ length: columns }, (_, i) => `c${i}`);
    this.#database.exec(
      `INSERT INTO main.${quoteName(table)} (${names(schema)}) ` +
        `SELECT ${sources} FROM stage.s${where}`,
    );
  }

  /** Inserts rows by binding them, within a transaction. */
  insert(target: TargetTable, { bytes, offsets, columns }: Cells): void {
    const most = Math.floor(MAX_PARAMETERS / columns);
    const group = Math.min(ROWS_A_STATEMENT, most);
    let row = 0;
    while (row < offsets.length) {
      const count = offsets.length - row >= group ? group : 1;
      const values = [];
      for (let i = row; i < row + count; i++) {
        values.push(...cellValues(bytes, offsets[i], columns));
      }
      this.#statement(target, count).run(...values);
      row += count;
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

function names(schema: Schema): string {
  const fields = schema.fields.map(({ name }) => quoteName(name));
  return [...STANDARD_COLUMNS, ...fields].join(", ");
}

/** Deno forbids ATTACH unless it runs with all permissions. */
function attachStage(database: DatabaseSync): boolean {
  try {
    database.exec("ATTACH ':memory:' AS stage");
    return typeof database.deserialize === "function";
  } catch {
    return false;
  }
}
