/**
 * Lists stored experiments.
 *
 * @module
 */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import type { Archive, ExperimentSummary } from "../../archive/archive.ts";
import { ArchiveError } from "../../archive/errors.ts";
import type { PostgresSource } from "../../archive/postgres/postgres_uri.ts";
import { SqliteArchive } from "../../archive/sqlite/sqlite_archive.ts";
import { quoteJson } from "../../codec/values/quote.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import type { LsFlags } from "../flags/ls_flags.ts";
import { StartError } from "../options/options_error.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { usePassFile } from "../stored/pass_file.ts";
import { findDatabaseSource } from "../stored/source.ts";
import { type Listing, markOpen, type OpenNames } from "./listing.ts";
import { listingText } from "./listing_text.ts";
import { openInDirectory } from "./open_names.ts";

/**
 * Prints the experiments of a source; returns the exit status.
 *
 * @throws {StartError} if the source can't be read.
 */
export async function list({ source, json }: LsFlags): Promise<number> {
  const listing = await find(source);
  process.stdout.write(
    json ? `${quoteJson(JSON.stringify(listing))}\n` : listingText(listing),
  );
  const isWhole = listing.experiments.every(({ fault }) => fault === undefined);
  return isWhole ? 0 : 1;
}

async function find(name: string): Promise<Listing> {
  // A data directory without experiments is listed, too.
  if (isDirectory(name)) return await listDirectory(name);
  const source = findDatabaseSource(name, "list");
  switch (source.kind) {
    case "directory":
      return await listDirectory(source.path);
    case "database":
      return await listFile(source.path);
    case "server":
      return await listServer(source.server);
  }
}

function isDirectory(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

function listDirectory(directory: string): Promise<Listing> {
  return listArchive(
    new SqliteArchive({ directory, inServer: false }),
    () => openInDirectory(directory),
  );
}

function listFile(path: string): Promise<Listing> {
  return listArchive(
    new SqliteArchive({ files: [path], inServer: false }),
    () => openInDirectory(dirname(path)),
  );
}

/** PostgreSQL's driver is loaded only if it is used. */
async function listServer(server: PostgresSource): Promise<Listing> {
  // The URI may have a password, and every user can read the command line.
  process.title = "oml2 ls";
  usePassFile(server);
  const { PostgresArchive } = await import(
    "../../archive/postgres/postgres_archive.ts"
  );
  const archive = new PostgresArchive(server.place, server.database);
  return await listArchive(archive, () => archive.written());
}

async function listArchive(
  archive: Archive,
  open: () => Promise<OpenNames>,
): Promise<Listing> {
  const { place } = archive;
  try {
    const experiments = await readList(archive);
    return { place, experiments: markOpen(experiments, await open()) };
  } finally {
    await archive.close();
  }
}

async function readList(
  archive: Archive,
): Promise<readonly ExperimentSummary[]> {
  const bar = `reading ${archive.place}`;
  const line = new ProgressLine(process.stderr, () => ({ bar }));
  try {
    return await archive.experiments();
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause;
    throw new StartError(
      `Cannot list ${archive.place}: ${textWithHint(cause)}`,
      { cause },
    );
  } finally {
    line.end();
  }
}
