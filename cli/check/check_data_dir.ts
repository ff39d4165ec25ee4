/**
 * Checks whether databases could be stored in the data directory.
 *
 * @module
 */
import {
  mkdirSync,
  readdirSync,
  rmdirSync,
  statfsSync,
  statSync,
} from "node:fs";
import { errorText } from "../../shared/error_text.ts";
import { dataDirUser } from "../../server/rows/sqlite/data_dir_lock.ts";
import { checkDatabases } from "./check_databases.ts";
import { attempt, type Finding, problem } from "./finding.ts";

const SUBJECT = "data directory";
const GIB = 1024 ** 3;

/** Free bytes below which a disk is nearly full. */
const LITTLE_SPACE = GIB;

/** Checks the directory as the user that would write there. */
export function checkDataDir(directory: string): readonly Finding[] {
  const remedy = "choose another one with -D, or correct its permissions";
  try {
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found === undefined) return [checkMaking(directory)];
    const files = readdirSync(directory);
    return [
      { state: "ok", subject: SUBJECT, text: directory },
      attempt("lock", () => checkLock(directory)),
      attempt("free space", () => checkSpace(directory)),
      ...checkDatabases(directory, files),
    ];
  } catch (error) {
    return [problem(SUBJECT, error, remedy)];
  }
}

/** Creates the directory, and removes it again. */
function checkMaking(directory: string): Finding {
  try {
    mkdirSync(directory);
    rmdirSync(directory);
    const text = `${directory} will be created`;
    return { state: "ok", subject: SUBJECT, text };
  } catch (error) {
    const why = `${directory} does not exist and can't be created`;
    return {
      ...problem(SUBJECT, `${why} (${errorText(error)})`),
      remedy: "create it for the server's user, or choose another one with -D",
    };
  }
}

function checkLock(directory: string): Finding {
  const subject = "lock";
  const holder = dataDirUser(directory);
  if (holder === undefined) {
    return { state: "ok", subject, text: "not in use by another server" };
  }
  return {
    state: "problem",
    subject,
    text:
      `the oml2-server or oml2 import with process id ${holder} is using it`,
    remedy: "stop it, or choose another directory with -D",
  };
}

function checkSpace(directory: string): Finding {
  const subject = "free space";
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB`;
  if (free >= LITTLE_SPACE) return { state: "ok", subject, text };
  return {
    state: "warning",
    subject,
    text,
    remedy: "free some space, or choose another directory with -D",
  };
}
