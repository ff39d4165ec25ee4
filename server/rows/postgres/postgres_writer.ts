/**
 * Stores batches in transactions.
 *
 * @module
 */
import type { Batch, BatchPart, BatchReject } from "./batch.ts";
import { copyRows } from "./copy_rows.ts";
import { PostgresConversions } from "./postgres_conversions.ts";
import type { PostgresProgress } from "./postgres_progress.ts";
import { PostgresRejects } from "./postgres_rejects.ts";
import type { PostgresSession } from "./postgres_session.ts";

/** The data of one transaction. */
export interface Transaction {
  /** The rows and everything else. */
  readonly batch: Batch;
  /** Number of the transaction of the writer. */
  readonly number: number;
  /** Whether the types of columns were just read. */
  readonly isFresh: boolean;
}

/**
 * Stores a batch, except data of streams that other servers have taken over.
 * Calls `committing` when only the answer to COMMIT determines the outcome.
 * Returns those streams.
 *
 * @throws {Error} see {@linkcode isWrongType}, if the batch is not fresh.
 */
export async function writeBatch(
  session: PostgresSession,
  progress: PostgresProgress,
  { batch, number, isFresh }: Transaction,
  committing: (fenced: string[]) => void,
): Promise<string[]> {
  const { connection, place } = session;
  const begin = [
    "BEGIN",
    // A deferred one would fail at COMMIT, together with good rows.
    "SET CONSTRAINTS ALL IMMEDIATE",
    progress.countSql(number),
  ];
  const withRows = batch.streams.length === 0 && batch.rows.some(hasRows);
  if (!withRows) await connection.run(begin.join("; "));
  const fenced = await progress.hold(batch.streams);
  const own = batch.without(fenced);
  const rejected: BatchReject[] = [];
  let before = withRows ? begin : [];
  for (const part of own.rows.filter(hasRows)) {
    const { target, rows } = part;
    const stored = copyRows(connection, target, rows, { before, isFresh });
    for (const one of await stored) rejected.push({ ...one, part });
    before = [];
  }
  const rejects = own.rejects(rejected);
  await new PostgresRejects(connection, place).write(rejects);
  await new PostgresConversions(connection, place).write(own.conversions);
  await progress.write(own.progress);
  committing(fenced);
  const done = await connection.command("COMMIT");
  if (done !== "COMMIT") throw new Error(`COMMIT returned ${done}`);
  return fenced;
}

function hasRows({ rows: { bounds } }: BatchPart): boolean {
  return bounds.length > 1;
}
