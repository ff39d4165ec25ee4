import { existsSync } from "node:fs";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";

/** A row, by column name. */
export type Row = Record<string, SQLOutputValue>;

/** The rows of a query, as another program reads them, as plain objects. */
export function query(path: string, sql: string): Row[] {
  using database = openToRead(path);
  return database.prepare(sql).all().map((row) => ({ ...row }));
}

/** The first column of a query, as another program reads it. */
export function column(path: string, sql: string): SQLOutputValue[] {
  return query(path, sql).map((row) => Object.values(row)[0]);
}

/**
 * The first value of a query, as another program reads it; `undefined` without
 * one.
 */
export function scalar(path: string, sql: string): SQLOutputValue | undefined {
  return column(path, sql)[0];
}

/** The number of rows of a table; 0 if it does not exist. */
export function countRows(path: string, table: string): number {
  try {
    return Number(scalar(path, `select count(*) from "${table}"`));
  } catch {
    return 0;
  }
}

/** The files that SQLite keeps beside a database in use. */
export function sideFiles(path: string): string[] {
  return ["-wal", "-shm", "-journal"].filter((end) => existsSync(path + end));
}

/** Opens a database as a program that reads results. */
export function openToRead(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
}
