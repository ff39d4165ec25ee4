/**
 * What `oml2 view` shows.
 *
 * @module
 */
import { resolve } from "node:path";
import type { PostgresSource } from "../../archive/postgres/postgres_uri.ts";
import { findSource } from "../stored/source.ts";

/** What to view. */
export interface ViewSources {
  /** Directories with databases. */
  readonly directories: readonly string[];
  /** Database files. */
  readonly databases: readonly string[];
  /** Capture files. */
  readonly captures: readonly string[];
  /** PostgreSQL servers and databases. */
  readonly servers: readonly PostgresSource[];
}

/**
 * Looks at each source; one that is given twice is viewed once.
 *
 * @throws {StartError} if one can't be viewed, with its name and the remedy.
 */
export function findSources(names: readonly string[]): ViewSources {
  const directories = new Map<string, string>();
  const databases = new Map<string, string>();
  const captures = new Map<string, string>();
  const servers = new Map<string, PostgresSource>();
  for (const name of names) {
    const source = findSource(name, "view");
    if (source.kind === "server") servers.set(name, source.server);
    else if (source.kind === "captures") {
      for (const path of source.paths) captures.set(resolve(path), path);
    } else {
      const all = source.kind === "database" ? databases : directories;
      all.set(resolve(source.path), source.path);
    }
  }
  return {
    directories: [...directories.values()],
    databases: [...databases.values()],
    captures: [...captures.values()],
    servers: [...servers.values()],
  };
}
