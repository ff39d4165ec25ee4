/**
 * Classifies PostgreSQL's errors by their SQLSTATE.
 *
 * @module
 */

import { errorText } from "../../../shared/error_text.ts";

/**
 * The connection broke, or could not be established: another one may succeed
 * later.
 */
export class ConnectionLost extends Error {
  /** Always `"ConnectionLost"`. */
  override name = "ConnectionLost";
}

/** Returns the SQLSTATE of an error that the database reported. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)
    ? code
    : undefined;
}

/** Temporary faults, by prefixes of SQLSTATE. */
const TEMPORARY: readonly string[] = [
  "08", // the connection broke
  "25006", // read-only
  "25P03", // idle in a transaction for too long
  "25P04", // the transaction took too long
  "40", // another transaction conflicted
  "53", // out of memory, disk or connections
  "55", // an object is in use
  "57", // starting, stopping, cancelled
  "58", // system error
];

const REJECTIONS: readonly string[] = [
  "09", // a trigger failed
  "21", // a trigger's query returned too many rows
  "22", // data that its column can't take
  "23", // a constraint
  "27", // a trigger changed the data being changed
  "38", // a function outside of SQL failed
  "39", // the same, in its result
  "44", // a view's CHECK OPTION
  "54", // too large
  "P0", // RAISE in PL/pgSQL
];

/** Classes of codes that the SQL standard reserves for user-defined errors. */
const OF_USERS = /^[I-OQ-WYZ]/;

const PROTOCOL_VIOLATION = "08P01";
const INVALID_BINARY_REPRESENTATION = "22P03";
const NO_SUCH_DATABASE = "3D000";

/**
 * Permanent errors of PgBouncer, which reports every error as a protocol
 * violation.
 */
const BOUNCER_REFUSES =
  /^no such (?:database|user)|unsupported startup parameter|authentication failed/;

const BOUNCER_DOES_NOT_KNOW = /^no such database/;

/** The same if it forwards PostgreSQL's error. */
const BOUNCER_MISSES = /^database ".*" does not exist/;

/**
 * Whether the same call may succeed later: the server is unavailable, starting,
 * out of connections, memory or disk, read-only, or another transaction blocked
 * it.
 */
export function isTemporary(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  const state = sqlState(error) ?? "";
  if (state === PROTOCOL_VIOLATION) {
    return isFatal(error) && !BOUNCER_REFUSES.test(errorText(error));
  }
  return TEMPORARY.some((start) => state.startsWith(start));
}

/**
 * Whether the fault is in a row: its data, a constraint, or any message of a
 * trigger. PostgreSQL reports a binary value of the wrong size as a protocol
 * violation.
 */
export function isRejection(error: unknown): boolean {
  const state = sqlState(error) ?? "";
  if (state === PROTOCOL_VIOLATION) return !isFatal(error);
  return REJECTIONS.some((start) => state.startsWith(start)) ||
    OF_USERS.test(state);
}

/** Whether a column has another type than the rows were encoded for. */
export function isWrongType(error: unknown): boolean {
  const state = sqlState(error);
  return state === INVALID_BINARY_REPRESENTATION ||
    state === PROTOCOL_VIOLATION && !isFatal(error);
}

/** Whether there is no database of that name, so that one may be created. */
export function isMissingDatabase(error: unknown): boolean {
  const state = sqlState(error);
  if (state === NO_SUCH_DATABASE) return true;
  return state === PROTOCOL_VIOLATION && isFatal(error) &&
    BOUNCER_MISSES.test(errorText(error));
}

/** Whether the database is missing in PgBouncer's configuration. */
export function isUnknownToBouncer(error: unknown): boolean {
  return sqlState(error) === PROTOCOL_VIOLATION && isFatal(error) &&
    BOUNCER_DOES_NOT_KNOW.test(errorText(error));
}

/** Whether an error ends the connection, and not only the statement. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && "severity" in error &&
    error.severity === "FATAL";
}
