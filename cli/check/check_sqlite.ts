/**
 * Checks whether SQLite works in a directory.
 *
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { JournalMode } from "../../server/rows/sqlite/sqlite_database.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "SQLite";

/** Writes a database in a directory of its own, and removes both. */
export function checkSqlite(directory: string, journal: JournalMode): Finding {
  const remedy = journal === "wal"
    ? "use --journal=delete (for network file systems), or another directory"
    : "choose another directory with -D, or correct its permissions";
  try {
    const place = mkdtempSync(join(directory, ".oml2-check-"));
    try {
      const mode = tryJournal(join(place, "check.sq3"), journal);
      if (mode !== journal) {
        throw new Error(`the journal mode ${journal} does not work there`);
      }
    } finally {
      rmSync(place, { recursive: true });
    }
    const text = `works, journal mode ${journal}`;
    return { state: "ok", subject: SUBJECT, text };
  } catch (error) {
    return problem(SUBJECT, error, remedy);
  }
}

/** Returns the mode that SQLite chose. */
function tryJournal(path: string, journal: JournalMode): unknown {
  const database = new DatabaseSync(path);
  try {
    const chosen = database.prepare(`PRAGMA journal_mode = ${journal}`).get();
    database.exec("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    return chosen?.journal_mode;
  } finally {
    database.close();
  }
}
