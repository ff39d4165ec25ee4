/**
 * Creates new databases, with the tables that each one has.
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

/** Page size of a new database: fewer pages to log than with SQLite's 4096. */
export const PAGE_SIZE = 16_384;

/** Offset of the header bytes that indicate a write-ahead log. */
const WRITE_VERSION_AT = 18;
const READ_VERSION_AT = 19;
const WITH_LOG = 2;

/**
 * Creates missing tables, within a transaction. Metadata of older servers is
 * kept. Returns the previous form of the metadata.
 *
 * @throws {Error} if something else uses the names of OML's own tables.
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
 * Creates files of new databases completely. SQLite itself forces a new file to
 * disk several times before its first commit, which costs more than storing ten
 * thousand tuples.
 */
export class NewDatabases {
  #image: Uint8Array | undefined;

  /**
   * Creates a file for WAL mode, unless it exists. If that fails, nothing is
   * created: SQLite tries, and reports the reason.
   *
   * @throws {Error} if the path is a symbolic link.
   */
  async make(path: string): Promise<void> {
    if (existsSync(path)) return;
    const draft = `${path}.${process.pid}.new`;
    refuseLink(draft);
    try {
      makeWay(draft);
      const image = this.#image ??= makeImage();
      // A log is worthless if a power cut has emptied the file.
      await writeFile(draft, image, { flag: "wx", flush: true });
      // Atomic: no program sees an incomplete file, or loses one that it has
      // just created.
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
