/**
 * The start of an experiment, and the numbers of its senders.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Returns the experiment's start, in whole UNIX seconds, if it is set. */
export function readStartTime(database: DatabaseSync): number | undefined {
  const row = database.prepare(
    "SELECT value FROM _experiment_metadata " +
      "WHERE key = 'start_time' AND oml_sender_id IS NULL",
  ).get();
  return row === undefined ? undefined : Math.floor(Number(row.value));
}

/**
 * Returns the experiment's start, which is set to `seconds` if not set yet.
 * Within a transaction.
 */
export function fixStartTime(
  database: DatabaseSync,
  seconds: number | undefined,
): number | undefined {
  const fixed = readStartTime(database);
  if (fixed !== undefined || seconds === undefined) return fixed;
  const start = Math.floor(seconds);
  database.prepare(
    "INSERT INTO _experiment_metadata (key, value) VALUES (?, ?)",
  ).run("start_time", String(start));
  return start;
}

/** Numbers senders, within one transaction. */
export class SenderNumbers {
  readonly #select: StatementSync;
  readonly #insert: StatementSync;

  /** Reads and writes the senders of `database`. */
  constructor(database: DatabaseSync) {
    this.#select = database.prepare("SELECT id FROM _senders WHERE name = ?");
    this.#insert = database.prepare(
      "INSERT INTO _senders (name, id) " +
        "VALUES (?, (SELECT coalesce(max(id), 0) + 1 FROM _senders)) " +
        "RETURNING id",
    );
  }

  /** Returns the number of a sender, which is assigned one if it has none. */
  of(name: string): number {
    const { id } = this.#select.get(name) ?? this.#insert.get(name) ?? {};
    return Number(id);
  }
}
