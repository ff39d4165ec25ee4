/**
 * Inserts batches of rows, large ones as page images, small ones by binding.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Schema } from "../../../codec/values/schema.ts";
import type { Cells } from "../../batches/cell_batch.ts";
import { cellValues } from "./cell_values.ts";
import { buildImage, fitsPages, type PageImage } from "./page_image.ts";
import { STANDARD_COLUMNS } from "./sqlite_tables.ts";
import { columnType, quoteName } from "./sqlite_types.ts";

/** Fewer rows are bound: an image costs two pages of 64 KiB at least. */
const FEWEST_STAGED = 64;

/** Rows bound to one statement, where there are so many. */
const ROWS_A_STATEMENT = 50;

/** SQLite's limit of parameters in a statement. */
const MAX_PARAMETERS = 32_766;

/** Rows and the table that they are for. */
export interface TargetRows {
  /** Name of the table in the database. */
  readonly table: string;
  /** What the rows look like. */
  readonly schema: Schema;
  /** The rows. */
  readonly cells: Cells;
}

/** Gives template pages by number of columns. */
export type TemplateSource = (columns: number) => Uint8Array;

/** Inserts rows into one database. */
export class SqliteRows {
  readonly #database: DatabaseSync;
  readonly #template: TemplateSource | undefined;
  readonly #statements = new Map<string, StatementSync>();

  /** Without `template` every row is bound. */
  constructor(database: DatabaseSync, template: TemplateSource | undefined) {
    this.#database = database;
    this.#template = attachStage(database) ? template : undefined;
  }

  /** Builds the image for those batches that are worth it. */
  plan(batches: readonly Cells[]): StagedRows {
    const template = this.#template;
    const staged = template === undefined
      ? []
      : batches.filter((cells) =>
        cells.offsets.length >= FEWEST_STAGED && fitsPages(cells)
      );
    if (template === undefined || staged.length === 0) return { staged };
    const columns = Math.max(...staged.map((cells) => cells.columns));
    return { staged, image: buildImage(template(columns), staged) };
  }

  /** Loads an image. Must not be called within a transaction. */
  stage({ image }: StagedRows): void {
    if (image === undefined) return;
    // SQLite finalizes the connection's statements when it swaps a database.
    this.#statements.clear();
    this.#database.deserialize(image.bytes, { dbName: "stage" });
  }

  /** Inserts rows, within a transaction. */
  insert(rows: TargetRows, { staged, image }: StagedRows): void {
    const at = staged.indexOf(rows.cells);
    if (image === undefined || at < 0) return this.#bind(rows);
    const { first, last } = image.ranges[at];
    const columns = rows.cells.columns;
    const sources = Array.from({ length: columns }, (_, i) => `c${i}`);
    this.#database.exec(
      `INSERT INTO main.${quoteName(rows.table)} (${names(rows.schema)}) ` +
        `SELECT ${sources} FROM stage.s WHERE rowid BETWEEN ${first} AND ${last}`,
    );
  }

  #bind(rows: TargetRows): void {
    const { bytes, offsets, columns } = rows.cells;
    const group = Math.min(
      ROWS_A_STATEMENT,
      Math.floor(MAX_PARAMETERS / columns),
    );
    let row = 0;
    while (row < offsets.length) {
      const count = offsets.length - row >= group ? group : 1;
      const values = [];
      for (let i = row; i < row + count; i++) {
        values.push(...cellValues(bytes, offsets[i], columns));
      }
      this.#statement(rows, count).run(...values);
      row += count;
    }
  }

  #statement({ table, schema }: TargetRows, rows: number): StatementSync {
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
    this.#statements.set(key, statement);
    return statement;
  }
}

/** Batches that go by image, and the image. */
export interface StagedRows {
  /** The batches within the image, in its order. */
  readonly staged: readonly Cells[];
  /** The image, if there are any. */
  readonly image?: PageImage;
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
