/**
 * Opens the sources of `oml2 view` as one archive.
 *
 * @module
 */
import { basename } from "node:path";
import type { Archive, ExperimentSummary } from "../../archive/archive.ts";
import { ArchiveError } from "../../archive/errors.ts";
import { JoinedArchive } from "../../archive/joined_archive.ts";
import type { PostgresSource } from "../../archive/postgres/postgres_uri.ts";
import { openArchive } from "../../archive/worker/open_archive.ts";
import { placeUri } from "../../server/rows/postgres/postgres_place.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { usePassFile } from "../stored/pass_file.ts";
import type { ViewSources } from "./view_sources.ts";

/** Maximum number of sources in the name of all of them. */
const MOST_NAMES = 5;

/**
 * Opens databases, which must be closed, together with `others`, as one
 * archive.
 *
 * @throws {ArchiveError} if a source can't be read.
 */
export async function openSources(
  runtime: Runtime,
  sources: ViewSources,
  others: readonly Archive[],
): Promise<Archive> {
  const { directories, databases, servers } = sources;
  const inServer = false;
  const files = openArchive(runtime, { files: databases, inServer });
  const archives = [
    ...directories.map((directory) =>
      openArchive(runtime, { directory, inServer })
    ),
    ...databases.length === 0 ? [] : [files],
    ...await Promise.all(servers.map(openPostgres)),
    ...others,
  ];
  const archive = new JoinedArchive(archives, placeOf(sources));
  try {
    // One by one: at the start, a source that can't be read is an error.
    for (const one of archives) {
      const summaries = await one.experiments();
      if (one === files) refuseFaults(databases, summaries);
    }
    return archive;
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** In a directory there may be files that can't be read, but these are named. */
function refuseFaults(
  paths: readonly string[],
  summaries: readonly ExperimentSummary[],
): void {
  for (const { name, fault } of summaries) {
    if (fault === undefined) continue;
    const path = paths.find((path) => basename(path).startsWith(name)) ?? name;
    throw new ArchiveError(`Cannot view ${path}: ${fault}`, {
      hint: "leave it out to view the others",
    });
  }
}

/** The sources, for people. */
function placeOf(
  { directories, databases, captures, servers }: ViewSources,
): string {
  const names = [
    ...[...directories, ...databases, ...captures],
    ...servers.map(({ place, database = "" }) =>
      `${placeUri(place)}/${database}`
    ),
  ];
  const others = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return others > 0 ? `${shown} and ${others} more` : shown;
}

/** PostgreSQL's driver is loaded only if it is used. */
async function openPostgres(
  server: PostgresSource,
): Promise<Archive> {
  usePassFile(server);
  const { PostgresArchive } = await import(
    "../../archive/postgres/postgres_archive.ts"
  );
  return new PostgresArchive(server.place, server.database);
}
