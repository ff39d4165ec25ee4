/**
 * The storage of the PostgreSQL backend, which several servers can share.
 *
 * @module
 */
import process from "node:process";
import { placeUri } from "../../server/rows/postgres/postgres_place.ts";
import { PostgresStore } from "../../server/rows/postgres/postgres_store.ts";
import { readScripts } from "./postgres_scripts.ts";
import type { Storage, StorageContext, StoreFlags } from "./storage_types.ts";

/**
 * Reads the operator's SQL, and checks that PostgreSQL is reachable and allows
 * creating databases.
 *
 * @throws {StoreError} with the reason and the remedy.
 */
export async function openPostgresStorage(
  flags: StoreFlags,
  { abandon, buffers, log }: StorageContext,
): Promise<Storage> {
  const { pgPlace: place, pgConninfo: { dbname, passfile } } = flags;
  if (dbname !== undefined) {
    log.warn(
      "--pg-connect: dbname is ignored; databases are named after domains",
    );
  }
  const scripts = readScripts(flags);
  // The driver accepts a password file only through the environment.
  if (passfile !== undefined) process.env.PGPASSFILE = passfile;
  const { rejects: keepRejects, views } = flags;
  const store = new PostgresStore(
    { place, keepRejects, views, scripts, abandon, buffers },
    log,
  );
  await store.check();
  return {
    store,
    place: placeUri(place),
    isStuck: false,
    async openArchive() {
      const { PostgresArchive } = await (import(
        "../../archive/postgres/postgres_archive.ts" as string
      ) as Promise<
        typeof import("../../archive/postgres/postgres_archive.ts")
      >);
      return new PostgresArchive(place);
    },
    findFault: () =>
      store.check().then(
        () => undefined,
        () => "PostgreSQL can't be used",
      ),
    close: () => store.close(),
  };
}
