/**
 * Limits the number of tables of an experiment.
 *
 * @module
 */
import {
  formatSchema,
  METADATA_SCHEMA,
  type Schema,
} from "../../codec/values/schema.ts";
import type { ExperimentOptions } from "./experiment_options.ts";

/** The suffix that a store appends to a table's name if the name is in use. */
const SUFFIX = /_[0-9]+$/;

/**
 * Counts the tables of an experiment, including those found in the database.
 */
export class TableBudget {
  readonly #limits: Pick<ExperimentOptions, "tables" | "tableBytes">;
  /** Schemas that have a table, or may have one. */
  readonly #known = new Set([keyOf(METADATA_SCHEMA)]);
  #tables = 0;
  #bytes = 0;

  /** Starts with the tables found in the database. */
  constructor(
    found: readonly Schema[],
    limits: Pick<ExperimentOptions, "tables" | "tableBytes">,
  ) {
    this.#limits = limits;
    for (const schema of found) {
      this.#add(keyOf(schema));
      // A client that was given x_2 asks for x again.
      this.#known.add(keyOf({ ...schema, name: baseName(schema) }));
    }
  }

  /** Whether tuples of `schema` have a table, or may get one now. */
  admit(schema: Schema): boolean {
    const key = keyOf(schema);
    if (this.#known.has(key)) return true;
    const { tables, tableBytes } = this.#limits;
    if (this.#tables >= tables) return false;
    if (this.#bytes + key.length > tableBytes) return false;
    this.#add(key);
    return true;
  }

  #add(key: string): void {
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#tables++;
    this.#bytes += key.length;
  }
}

function keyOf(schema: Schema): string {
  return formatSchema({ ...schema, index: 0 });
}

function baseName({ name }: Schema): string {
  return name.replace(SUFFIX, "");
}
