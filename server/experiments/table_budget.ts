/**
 * How many tables an experiment may get.
 *
 * @module
 */
import {
  formatSchema,
  METADATA_SCHEMA,
  type Schema,
} from "../../codec/values/schema.ts";
import type { ExperimentOptions } from "./experiment_options.ts";

/** What a store adds to a table's name where that is taken. */
const SUFFIX = /_[0-9]+$/;

/** Counts the tables of an experiment, those that were found included. */
export class TableBudget {
  readonly #limits: Pick<ExperimentOptions, "tables" | "tableBytes">;
  /** What has a table, or may have one. */
  readonly #known = new Set([keyOf(METADATA_SCHEMA)]);
  #tables = 0;
  #bytes = 0;

  /** Counts from what was found in the database. */
  constructor(
    found: readonly Schema[],
    limits: Pick<ExperimentOptions, "tables" | "tableBytes">,
  ) {
    this.#limits = limits;
    for (const schema of found) {
      this.#add(keyOf(schema));
      // Whoever has got x_2 before asks for x again.
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
