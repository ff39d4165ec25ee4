/**
 * Drops root privileges.
 *
 * @module
 */
import process from "node:process";
import { errorText } from "../../shared/error_text.ts";
import type { Runtime } from "../../ports/runtime.ts";
import type { Account } from "./accounts.ts";
import { StartError } from "../options/options_error.ts";

const ROOT = 0;

/**
 * Switches this process, with all its threads, to the account's user and group,
 * and to no other groups. If it runs as that user already, its groups stay:
 * only root may drop them.
 *
 * @throws {StartError} if that fails, or root privileges could be regained.
 */
export function becomeUser(runtime: Runtime, account: Account): void {
  const { user, uid, gid, home } = account;
  if (uid !== ROOT && isAlready(account)) return;
  try {
    // The user last: without root privileges the groups could not be changed.
    runtime.setGroups([gid]);
    runtime.letGoFiles();
    process.setgid?.(gid);
    process.setuid?.(uid);
    // Passwords and settings (`~/.pgpass`) are the user's from now on.
    Object.assign(process.env, { HOME: home, USER: user, LOGNAME: user });
  } catch (cause) {
    throw new StartError(
      `Cannot become the user ${user}: ${errorText(cause)}; start ` +
        "oml2-server as root, or as that user without --user",
      { cause },
    );
  }
  const groups = process.getgroups?.() ?? [];
  const isRight = hasIds(account) && groups.every((group) => group === gid);
  if (!isRight || (uid !== ROOT && canBecomeRoot())) {
    throw new StartError(
      `Cannot drop root privileges for user ${user}: they could be regained; ` +
        "start oml2-server as that user, without --user",
    );
  }
}

/** Whether the process runs as the user, in the group if one was given. */
function isAlready(account: Account): boolean {
  return account.isGroupGiven ? hasIds(account) : hasUid(account);
}

function hasIds(account: Account): boolean {
  const { gid } = account;
  return hasUid(account) && process.getgid?.() === gid &&
    process.getegid?.() === gid;
}

function hasUid({ uid }: Account): boolean {
  return process.getuid?.() === uid && process.geteuid?.() === uid;
}

function canBecomeRoot(): boolean {
  try {
    process.setuid?.(ROOT);
    return true;
  } catch {
    return false;
  }
}
