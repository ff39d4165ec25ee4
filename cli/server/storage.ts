/**
 * The databases of a running server, whatever keeps them.
 *
 * @module
 */
import type { ServerFlags } from "../flags/server_flags.ts";
import { openSqliteStorage } from "./sqlite_storage.ts";
import type { Storage, StorageContext } from "./storage_types.ts";

/**
 * Makes the storage that the flags ask for.
 *
 * @throws {StoreError} telling why it can't be used, and the remedy.
 */
export async function openStorage(
  flags: ServerFlags,
  context: StorageContext,
): Promise<Storage> {
  if (flags.backend === "sqlite") {
    return await openSqliteStorage(flags, context);
  }
  // Who does not use PostgreSQL does not load its driver.
  const { openPostgresStorage } = await import("./postgres_storage.ts");
  return await openPostgresStorage(flags, context);
}
