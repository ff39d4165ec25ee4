/**
 * The databases of a running server, for any backend.
 *
 * @module
 */
import { openSqliteStorage } from "./sqlite_storage.ts";
import type { Storage, StorageContext, StoreFlags } from "./storage_types.ts";

/**
 * Opens the storage that the flags ask for.
 *
 * @throws {StoreError} with the reason and the remedy.
 */
export async function openStorage(
  flags: StoreFlags,
  context: StorageContext,
): Promise<Storage> {
  if (flags.backend === "sqlite") {
    return await openSqliteStorage(flags, context);
  }
  // PostgreSQL's driver is loaded only if it is used.
  const { openPostgresStorage }: typeof import("./postgres_storage.ts") =
    await import("./postgres_storage.ts" as string);
  return await openPostgresStorage(flags, context);
}
