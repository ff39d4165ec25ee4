/**
 * Opens what is compared.
 *
 * @module
 */
import type { StoredPlace } from "../../stored/stored.ts";
import type { Backend } from "../../verify/tolerances.ts";
import { openStoredPlace } from "../stored/open_stored.ts";
import { findDatabaseSource } from "../stored/source.ts";

/** A place with experiments. */
export interface Source {
  /** The place. */
  readonly place: StoredPlace;
  /** What stores them. */
  readonly backend: Backend;
  /** Whether it is one experiment, whose name is not compared. */
  readonly isSingle: boolean;
}

/**
 * Opens a database file, a directory of them, or a PostgreSQL server or
 * database.
 *
 * @throws {StartError} with the source, the fault and the remedy.
 */
export async function openSource(name: string): Promise<Source> {
  const found = findDatabaseSource(name, "compare");
  const isServer = found.kind === "server";
  return {
    place: await openStoredPlace(name),
    backend: isServer ? "postgresql" : "sqlite",
    isSingle: found.kind === "database" ||
      isServer && found.server.database !== undefined,
  };
}
