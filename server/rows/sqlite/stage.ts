/**
 * The attached database that page images are loaded into.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";

/** Attaches it as `stage`; returns whether images can be loaded into it. */
export function attachStage(database: DatabaseSync): boolean {
  try {
    database.exec("ATTACH ':memory:' AS stage");
    return typeof database.deserialize === "function";
  } catch {
    return false;
  }
}

/**
 * Whether this process can load images at all: Deno forbids ATTACH unless it
 * runs with all permissions.
 */
export function canStage(): boolean {
  const database = new DatabaseSync(":memory:");
  try {
    return attachStage(database);
  } finally {
    database.close();
  }
}
