import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PostgresScripts } from "../../server/rows/postgres/postgres_scripts.ts";
import {
  DATABASE_NAMES,
  SqlFile,
  TABLE_NAMES,
} from "../../server/rows/postgres/sql_file.ts";
import { repositoryRoot } from "./runtime_command.ts";

/** Changes SQL for a test. */
export type Edit = (sql: string) => string;

/** The text of a file in `contrib/postgresql`. */
export function contribSql(name: string): string {
  const path = join(repositoryRoot, "contrib/postgresql", name);
  return readFileSync(path, "utf8");
}

/** The files for databases and tables in `contrib/postgresql`. */
export function contribScripts(
  name: string,
  edit: Edit = (sql) => sql,
): PostgresScripts {
  const [database, table] = ["database", "table"].map((what) => {
    const file = `${name}-${what}.sql`;
    return { file, sql: edit(contribSql(file)) };
  });
  return {
    onDatabase: SqlFile.parse(database.file, database.sql, DATABASE_NAMES),
    onTable: SqlFile.parse(table.file, table.sql, TABLE_NAMES),
  };
}
