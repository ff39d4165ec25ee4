/**
 * New databases, with the tables that each one has.
 *
 * @module
 */
import { existsSync, linkSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { makeWay, refuseLink } from "../../../shared/own_file.ts";
import { METADATA_SCHEMA } from "../../../codec/values/schema.ts";
import { describeTable } from "../table_names.ts";
import {
  describeTables,
  type MetadataForm,
  metadataForm,
  takeOldMetadata,
} from "./old_databases.ts";
import { createTableSql } from "./sqlite_tables.ts";

/** Page size of a new database: fewer pages to log than SQLite's 4096. */
export const PAGE_SIZE = 16_384;

/** Bytes of a file's header that say that it is written by way of a log. */
const WRITE_VERSION_AT = 18;
const READ_VERSION_AT = 19;
const WITH_LOG = 2;

/**
 * Makes the tables that a database lacks, within a transaction. Where older
 * servers kept less metadata, what they kept stays. Returns what form it had.
 *
 * @throws {Error} if something else has the names of OML's own tables.
 */
export function createTables(database: DatabaseSync): MetadataForm {
  const form = metadataForm(database);
  database.exec(
    "CREATE TABLE IF NOT EXISTS _senders " +
      "(name TEXT PRIMARY KEY, id INTEGER UNIQUE)",
  );
  if (form === "current") return form;
  const { name } = METADATA_SCHEMA;
  const old = form === "old" ? takeOldMetadata(database) : [];
  const tables = describeTables(database);
  database.exec(createTableSql(name, METADATA_SCHEMA));
  const insert = database.prepare(
    "INSERT INTO _experiment_metadata (key, value) VALUES (?, ?)",
  );
  const own = describeTable(name, METADATA_SCHEMA);
  for (const row of [own, ...old, ...tables]) insert.run(...row);
  return form;
}

/**
 * Lays down files of new databases whole. SQLite itself forces a new file to
 * disk several times before its first commit, which costs more than to store
 * ten thousand tuples.
 */
export class NewDatabases {
  #image: Uint8Array | undefined;

  /**
   * Makes a file for WAL mode, unless there is one. Where that can't be,
   * nothing is made: SQLite will try, and tell why.
   *
   * @throws {Error} if a symbolic link is in the way.
   */
  async make(path: string): Promise<void> {
    if (existsSync(path)) return;
    const draft = `${path}.${process.pid}.new`;
    refuseLink(draft);
    try {
      makeWay(draft);
      const image = this.#image ??= makeImage();
      // A log is worth nothing beside a file that a power cut emptied.
      await writeFile(draft, image, { flag: "wx", flush: true });
      // Nobody may see half of it, nor lose one that he has just made himself.
      linkSync(draft, path);
    } catch {
      return;
    } finally {
      rmSync(draft, { force: true });
    }
  }
}

function makeImage(): Uint8Array {
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(`PRAGMA page_size = ${PAGE_SIZE}`);
    createTables(database);
    const image = database.serialize();
    image[WRITE_VERSION_AT] = WITH_LOG;
    image[READ_VERSION_AT] = WITH_LOG;
    return image;
  } finally {
    database.close();
  }
}
