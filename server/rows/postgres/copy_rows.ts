/**
 * Sends encoded rows, and finds those that the database rejects.
 *
 * @module
 */
import { errorText } from "../../../shared/error_text.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import { isRejection, isWrongType, sqlState } from "./postgres_errors.ts";
import { type Column, quoteName } from "./postgres_types.ts";
import type { EncodedRows } from "./row_encoder.ts";

/** The table of some rows. */
export interface TargetTable {
  /** Its name, quoted and with its schema. */
  readonly table: string;
  /** The columns of the rows. */
  readonly columns: readonly Column[];
}

/** A row that the database rejected. */
export interface CopyReject {
  /** Offset of its cell. */
  readonly cell: number;
  /** The database's message. */
  readonly words: string;
  /** Its SQLSTATE. */
  readonly state: string;
}

/** The start of a binary COPY: its signature, no flags, no extension. */
const HEADER: Uint8Array = Uint8Array.from([
  ...new TextEncoder().encode("PGCOPY\n"),
  ...[0xff, 0x0d, 0x0a, 0],
  ...[0, 0, 0, 0],
  ...[0, 0, 0, 0],
]);
const TRAILER: Uint8Array = Uint8Array.from([0xff, 0xff]);

/** Everything before it is kept, even if something after it fails. */
const SAVEPOINT = "SAVEPOINT oml_rows";

/** Bytes per chunk: the database processes one while more are sent. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Stores at least one row within a transaction. If one is rejected, the range
 * is halved repeatedly until it is found and omitted. The statements `before`
 * are sent with the first rows. Rows with wrong types are rejected only if they
 * were encoded for current ones.
 */
export async function copyRows(
  connection: PostgresConnection,
  target: TargetTable,
  rows: EncodedRows,
  { before, isFresh }: { before: readonly string[]; isFresh: boolean },
): Promise<CopyReject[]> {
  const names = target.columns.map(({ name }) => quoteName(name)).join(", ");
  const copy = `COPY ${target.table} (${names}) FROM STDIN (FORMAT binary)`;
  const rejected: CopyReject[] = [];
  let first = before;
  const waiting = [[0, rows.bounds.length - 1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [from, to] = next;
    const part = rows.bytes.subarray(rows.bounds[from], rows.bounds[to]);
    const statements = [...first, SAVEPOINT, copy].join("; ");
    first = [`RELEASE ${SAVEPOINT}`];
    try {
      await connection.copy(statements, chunksOf(part));
    } catch (error) {
      if (!isRejection(error) || isWrongType(error) && !isFresh) throw error;
      await connection.run("ROLLBACK TO SAVEPOINT oml_rows");
      if (to - from === 1) rejected.push(rejectOfCopy(rows.cells[from], error));
      else {
        const middle = (from + to) >> 1;
        waiting.push([middle, to], [from, middle]);
      }
    }
  }
  return rejected;
}

function rejectOfCopy(cell: number, error: unknown): CopyReject {
  return { cell, words: errorText(error), state: sqlState(error) ?? "" };
}

function* chunksOf(rows: Uint8Array): Generator<Uint8Array> {
  yield HEADER;
  for (let at = 0; at < rows.length; at += CHUNK_BYTES) {
    yield rows.subarray(at, at + CHUNK_BYTES);
  }
  yield TRAILER;
}
