/**
 * Classifies errors of SQLite by their messages: the runtimes have no common
 * codes.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import { ArchiveError, NotFoundError } from "../errors.ts";

/** Whether another program holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && /is locked/.test(error.message);
}

/** Whether a lock was refused, by another program or by the system. */
export function isLockFault(error: unknown): boolean {
  return isBusy(error) ||
    error instanceof Error && /disk I\/O error/.test(error.message);
}

/** Whether the fault may be over soon: a server begins or ends WAL mode. */
export function isPassing(error: unknown): boolean {
  return isLockFault(error) ||
    error instanceof Error &&
      /unable to open database|readonly database|locking protocol/
        .test(error.message);
}

/** Whether there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** What a user is told: no paths, for the page may be public. */
export function readError(experiment: string, error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error;
  if (isMissing(error)) return new NotFoundError("experiment", experiment);
  const subject = `cannot read experiment "${experiment}"`;
  const options = { cause: error, hint: hintFor(error) };
  return new ArchiveError(`${subject}: ${reasonOf(error)}`, options);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ENOSPC":
      return "no space left for a copy";
    case "ERR_SQLITE_ERROR":
      return errorText(error);
    default:
      return typeof code === "string" && /^E[A-Z0-9]+$/.test(code)
        ? code
        : errorText(error);
  }
}

function hintFor(error: unknown): string {
  const text = errorText(error);
  if (/not a database|malformed/.test(text)) {
    return "check the file with PRAGMA integrity_check";
  }
  if (isBusy(error)) return "another program locks it; try again";
  if (/ENOSPC/.test(text)) return "set TMPDIR to a directory with more space";
  return "check whether the file is readable";
}
