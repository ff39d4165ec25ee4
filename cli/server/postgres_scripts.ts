/**
 * Reads the operator's SQL for new databases and tables.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { PostgresScripts } from "../../server/rows/postgres/postgres_scripts.ts";
import {
  DATABASE_NAMES,
  SqlFile,
  TABLE_NAMES,
} from "../../server/rows/postgres/sql_file.ts";
import { StoreError } from "../../server/rows/store.ts";
import { errorText } from "../../shared/error_text.ts";
import type { PostgresFlags } from "../flags/postgres_flags.ts";

/**
 * Reads the files, once.
 *
 * @throws {StoreError} with the option or the line, and the remedy.
 */
export function readScripts(
  { pgOnDatabase, pgOnTable }: PostgresFlags,
): PostgresScripts {
  const database = { option: "--pg-on-database", names: DATABASE_NAMES };
  const table = { option: "--pg-on-table", names: TABLE_NAMES };
  return {
    onDatabase: readScript(pgOnDatabase, database),
    onTable: readScript(pgOnTable, table),
  };
}

function readScript(
  path: string | undefined,
  { option, names }: {
    readonly option: string;
    readonly names: readonly string[];
  },
): SqlFile | undefined {
  if (path === undefined) return undefined;
  return SqlFile.parse(path, readText(path, option), names);
}

function readText(path: string, option: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new StoreError(`Cannot read ${path}: ${errorText(cause)}`, {
      hint: `give ${option} a file that the server's user can read`,
      cause,
    });
  }
}
