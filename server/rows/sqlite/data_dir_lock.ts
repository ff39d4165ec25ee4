/**
 * Prevents a second program from writing to a data directory.
 *
 * @module
 */
import { join } from "node:path";
import { errorText } from "../../../shared/error_text.ts";
import {
  LockedError,
  type LockFiles,
  lockHolder,
  ProcessLock,
} from "../../../shared/process_lock.ts";
import { StoreError } from "../store.ts";

/**
 * Locks a data directory for the process with id `pid`.
 *
 * @throws {StoreError} if another process uses the directory, with its process
 * id, or if the directory can't be written.
 */
export function lockDataDir(directory: string, pid: number): ProcessLock {
  try {
    return new ProcessLock(lockFiles(directory), pid);
  } catch (cause) {
    throw lockFailure(directory, cause);
  }
}

/**
 * Returns the process id of the program that uses a data directory, `"unknown"`
 * if it can't be read, or `undefined` if there is none.
 *
 * @throws {Error} if the lock can't be examined.
 */
export function dataDirUser(directory: string): string | undefined {
  return lockHolder(lockFiles(directory));
}

function lockFiles(directory: string): LockFiles {
  return {
    lock: join(directory, ".oml2-server.lock"),
    pid: join(directory, ".oml2-server.pid"),
  };
}

function lockFailure(directory: string, cause: unknown): StoreError {
  if (cause instanceof LockedError) {
    return new StoreError(
      `Cannot use ${directory}: the oml2-server or oml2 import with process ` +
        `id ${cause.holder} is using it`,
      { cause, hint: "stop it, or choose another directory with -D" },
    );
  }
  return new StoreError(
    `Cannot use the data directory ${directory}: it can't be written ` +
      `(${errorText(cause)})`,
    { cause, hint: "choose another one with -D, or correct its permissions" },
  );
}
