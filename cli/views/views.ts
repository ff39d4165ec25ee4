/**
 * Creates or removes the views of experiments.
 *
 * @module
 */
import process from "node:process";
import { experimentFiles } from "../../archive/sqlite/experiment_places.ts";
import type { PostgresPlace } from "../../server/rows/postgres/postgres_place.ts";
import type { ViewsFlags } from "../flags/views_flags.ts";
import { StartError } from "../options/options_error.ts";
import { say } from "../process/say.ts";
import { openStoredPlace } from "../stored/open_stored.ts";
import { findDatabaseSource } from "../stored/source.ts";
import { SqliteFile } from "./sqlite_file.ts";
import type { ViewedDatabase, ViewsOutcome } from "./viewed_database.ts";

/** Faults of single views that are printed for each database. */
const MOST_FAULTS = 5;

/**
 * Creates the missing views of all experiments of a source, or removes all.
 * Returns the exit status.
 *
 * @throws {StartError} if the source can't be used.
 */
export async function views({ source, domain, drop }: ViewsFlags): Promise<
  number
> {
  const all = await findDatabases(source);
  const chosen = all.filter(({ name }) => name === (domain ?? name));
  if (chosen.length === 0) throw nothingIn(source, domain, all);
  let status = 0;
  for (const database of chosen) {
    if (!await change(database, drop)) status = 1;
  }
  return status;
}

async function findDatabases(source: string): Promise<ViewedDatabase[]> {
  const found = findDatabaseSource(source, "create views in");
  switch (found.kind) {
    case "directory":
      return files(experimentFiles({ directory: found.path }));
    case "database":
      return files(experimentFiles({ files: [found.path] }));
    case "server":
      return await inServer(source, found.server.place);
  }
}

function files(paths: ReadonlyMap<string, string>): ViewedDatabase[] {
  return [...paths].map(([name, path]) => new SqliteFile(name, path));
}

/** PostgreSQL's driver is loaded only if it is used. */
async function inServer(
  source: string,
  server: PostgresPlace,
): Promise<ViewedDatabase[]> {
  const { PostgresExperiment } = await import("./postgres_experiment.ts");
  await using place = await openStoredPlace(source);
  const names = await place.names();
  return names.map((name) => new PostgresExperiment(name, server));
}

function nothingIn(
  source: string,
  domain: string | undefined,
  all: readonly ViewedDatabase[],
): StartError {
  const names = all.map(({ name }) => name).join(", ");
  const why = domain === undefined || all.length === 0
    ? "it has no experiments"
    : `it has no experiment "${domain}"; choose one of ${names}`;
  return new StartError(`Cannot create views in ${source}: ${why}`);
}

/** Prints the outcome; returns whether there was no fault. */
async function change(
  database: ViewedDatabase,
  drop: boolean,
): Promise<boolean> {
  try {
    const outcome = await database.change(drop);
    say(process.stdout, `${database.name}: ${describe(outcome, drop)}\n`);
    complain(database.name, outcome);
    return outcome.faults.length === 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    say(process.stderr, `oml2 views: ${error.message}\n`);
    return false;
  }
}

function describe({ views }: ViewsOutcome, drop: boolean): string {
  const count = `${views.length} view${views.length === 1 ? "" : "s"}`;
  const names = views.length === 0 ? "" : `: ${views.join(", ")}`;
  return `${count}${drop ? " removed" : ""}${names}`;
}

function complain(name: string, { faults }: ViewsOutcome): void {
  for (const { view, reason } of faults.slice(0, MOST_FAULTS)) {
    const text = `${name}: cannot change the view ${view}: ${reason}`;
    say(process.stderr, `oml2 views: ${text}\n`);
  }
  const others = faults.length - MOST_FAULTS;
  if (others > 0) {
    say(process.stderr, `oml2 views: ${name}: and ${others} others\n`);
  }
}
