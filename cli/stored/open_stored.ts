/**
 * Opens what a command line names, for reading it completely.
 *
 * @module
 */
import process from "node:process";
import { ArchiveError, NotFoundError } from "../../archive/errors.ts";
import type { PostgresSource } from "../../archive/postgres/postgres_uri.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import { SqliteStoredPlace } from "../../stored/sqlite/sqlite_place.ts";
import type { StoredExperiment, StoredPlace } from "../../stored/stored.ts";
import { StartError } from "../options/options_error.ts";
import { usePassFile } from "./pass_file.ts";
import { findDatabaseSource } from "./source.ts";

/** The most names in an error. */
const MOST_NAMES = 20;

/**
 * Opens a database file, a directory of them, or a PostgreSQL server or
 * database, `postgresql://[ROLE[:PASSWORD]@]HOST[:PORT]/[DATABASE]`.
 *
 * @throws {StartError} with the source, the fault and the remedy, if it is
 * something else.
 */
export async function openStoredPlace(source: string): Promise<StoredPlace> {
  const found = findDatabaseSource(source, "read");
  switch (found.kind) {
    case "directory":
      return new SqliteStoredPlace({ directory: found.path });
    case "database":
      return new SqliteStoredPlace({ files: [found.path] });
    case "server":
      return await openServer(found.server);
  }
}

/**
 * Opens the experiment called `domain` of a source; it may be left out if there
 * is only one.
 *
 * @throws {StartError} with the source, the fault and the remedy.
 */
export async function openStoredExperiment(
  source: string,
  domain?: string,
): Promise<StoredExperiment> {
  await using place = await openStoredPlace(source);
  try {
    return await place.open(domain ?? await onlyName(place));
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw error instanceof NotFoundError
      ? await notFound(place, error)
      : unreadable(error);
  }
}

async function onlyName(place: StoredPlace): Promise<string> {
  const names = await place.names();
  if (names.length === 1) return names[0];
  throw new StartError(
    names.length === 0
      ? `Cannot read ${place.place}: it has no experiments`
      : `Cannot read ${place.place}: it has ${names.length} experiments; ` +
        `choose one with --domain: ${listed(names)}`,
  );
}

async function notFound(
  place: StoredPlace,
  cause: NotFoundError,
): Promise<StartError> {
  const names = await place.names();
  return new StartError(
    `Cannot read ${place.place}: ${cause.message}; its experiments are ` +
      `${listed(names)}`,
    { cause },
  );
}

function unreadable(cause: ArchiveError): StartError {
  const text = textWithHint(cause);
  return new StartError(text[0].toUpperCase() + text.slice(1), { cause });
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const others = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return others > 0 ? `${shown} and ${others} more` : shown;
}

/** PostgreSQL's driver is loaded only if it is used. */
async function openServer(
  server: PostgresSource,
): Promise<StoredPlace> {
  // The URI may have a password, and every user can read the command line.
  process.title = "oml2";
  usePassFile(server);
  const { PostgresStoredPlace } = await (import(
    "../../stored/postgres/postgres_place.ts" as string
  ) as Promise<typeof import("../../stored/postgres/postgres_place.ts")>);
  return new PostgresStoredPlace(server.place, server.database);
}
