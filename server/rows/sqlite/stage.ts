/**
 * The attached database into which page images are loaded.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";

/** Attaches it as `stage`; returns whether images can be loaded. */
export function attachStage(database: DatabaseSync): boolean {
  try {
    database.exec("ATTACH ':memory:' AS stage");
    return typeof database.deserialize === "function";
  } catch {
    return false;
  }
}

/**
 * Returns whether this process can load images: Deno denies ATTACH unless it
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
