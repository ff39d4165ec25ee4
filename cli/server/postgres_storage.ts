/**
 * The storage of the PostgreSQL backend, which other servers may share.
 *
 * @module
 */
import process from "node:process";
import { placeUri } from "../../server/rows/postgres/postgres_place.ts";
import { PostgresStore } from "../../server/rows/postgres/postgres_store.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import type { Storage, StorageContext } from "./storage_types.ts";

/**
 * Sees whether PostgreSQL is there, and lets us create databases.
 *
 * @throws {StoreError} telling why it can't be used, and the remedy.
 */
export async function openPostgresStorage(
  flags: ServerFlags,
  { abandon, buffers, log }: StorageContext,
): Promise<Storage> {
  const { pgPlace: place, pgConninfo: { dbname, passfile } } = flags;
  if (dbname !== undefined) {
    log.warn("--pg-connect: dbname does not count; domains name databases");
  }
  // The driver knows of no other way to be told of a password file.
  if (passfile !== undefined) process.env.PGPASSFILE = passfile;
  const store = new PostgresStore(
    { place, keepRejects: flags.rejects, abandon, buffers },
    log,
  );
  await store.check();
  return {
    store,
    place: placeUri(place),
    isStuck: false,
    close() {
      store.close();
      return Promise.resolve();
    },
  };
}
