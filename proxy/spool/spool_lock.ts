/**
 * Keeps a second proxy from using the same result files.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { errorText } from "../../shared/error_text.ts";
import {
  LockedError,
  type LockFiles,
  lockHolder,
  ProcessLock,
} from "../../shared/process_lock.ts";
import { SpoolError } from "./spool_error.ts";

/**
 * Locks the result files whose names begin with `resultFile` for the proxy
 * with process id `pid`.
 *
 * @throws {SpoolError} naming the process id, if another proxy uses them, or
 * if no file can be written there.
 */
export function lockSpool(resultFile: string, pid: number): ProcessLock {
  try {
    return new ProcessLock(lockFiles(resultFile), pid);
  } catch (cause) {
    throw lockFailure(resultFile, cause);
  }
}

/** The process id of the proxy that writes to such files, if one does. */
export function spoolUser(resultFile: string): string | undefined {
  return lockHolder(lockFiles(resultFile));
}

/** Whether a proxy has ever used result files of this name. */
export function isSpool(resultFile: string): boolean {
  return existsSync(lockFiles(resultFile).lock);
}

function lockFiles(resultFile: string): LockFiles {
  return { lock: `${resultFile}.lock`, pid: `${resultFile}.pid` };
}

function lockFailure(resultFile: string, cause: unknown): SpoolError {
  const hint = "choose another name with --resultfile";
  if (cause instanceof LockedError) {
    return new SpoolError(
      `Cannot use ${resultFile}: the proxy with process id ` +
        `${cause.holder} writes there`,
      { cause, hint: `stop it, or ${hint}` },
    );
  }
  return new SpoolError(
    `Cannot write beside ${resultFile}: ${errorText(cause)}`,
    { cause, hint: `${hint}, or correct the directory's permissions` },
  );
}
