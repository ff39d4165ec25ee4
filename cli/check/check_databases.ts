/**
 * Checks whether the existing databases can be appended to.
 *
 * @module
 */
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { errorText } from "../../shared/error_text.ts";
import { metadataForm } from "../../server/rows/sqlite/old_databases.ts";
import { isDiskFault } from "../../server/rows/sqlite/sqlite_errors.ts";
import type { Finding } from "./finding.ts";

const SUBJECT = "databases";

/** Names shown per kind of database. */
const MOST_NAMES = 3;

/** Checks the databases among the files of a directory; changes none. */
export function checkDatabases(
  directory: string,
  files: readonly string[],
): readonly Finding[] {
  const names = files.filter((name) => name.endsWith(".sq3"));
  const locked = names.filter((name) => !canWrite(join(directory, name)));
  const old: string[] = [];
  const strange: string[] = [];
  let why = "";
  for (const name of names) {
    try {
      if (isOld(join(directory, name))) old.push(name);
    } catch (error) {
      // Deno without all permissions supports no SQLite URIs, so this database
      // can't be examined.
      if (locked.includes(name) || isDiskFault(error)) continue;
      strange.push(name);
      why ||= errorText(error);
    }
  }
  const found = findings(names.length, locked, strange, why);
  const [all] = found;
  return old.length === 0 ? found : [{
    ...all,
    text: `${all.text}; ${old.length} of oml2-server 2.9 or older will get ` +
      `newer metadata from their next client: ${list(old)}`,
  }, ...found.slice(1)];
}

function findings(
  count: number,
  locked: readonly string[],
  strange: readonly string[],
  why: string,
): Finding[] {
  const subject = SUBJECT;
  const found: Finding[] = [];
  if (locked.length > 0) {
    found.push({
      state: "warning",
      subject,
      text: `${locked.length} of ${count} can't be written: ${list(locked)}`,
      remedy: "change their owner to the server's user",
    });
  }
  if (strange.length > 0) {
    found.push({
      state: "warning",
      subject,
      text: `${strange.length} of ${count} can't be appended to: ` +
        `${list(strange)} (${why})`,
      remedy: "move them away, or use other domains",
    });
  }
  if (found.length > 0) return found;
  return [{
    state: "ok",
    subject,
    text: `${count}, all writable`,
  }];
}

function list(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ", ..." : "";
  return names.slice(0, MOST_NAMES).join(", ") + more;
}

/** Opens a file for writing, and closes it unchanged. */
function canWrite(path: string): boolean {
  try {
    closeSync(openSync(path, "r+"));
    return true;
  } catch {
    // The finding says that it can't be written, whatever the reason.
    return false;
  }
}

/**
 * Whether an older server created it. Ignores its locks and its WAL and creates
 * nothing beside it: a server may be using it.
 *
 * @throws {Error} if it is not the database of an experiment.
 */
function isOld(path: string): boolean {
  const uri = `${pathToFileURL(path).href}?immutable=1`;
  const database = new DatabaseSync(uri, { readOnly: true });
  try {
    return metadataForm(database) === "old";
  } finally {
    database.close();
  }
}
