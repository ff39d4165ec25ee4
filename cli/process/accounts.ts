/**
 * Users and groups, as the system knows them.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { errorText } from "../../shared/error_text.ts";
import { StartError } from "../options/options_error.ts";

/** A user in a group. */
export interface Account {
  /** Name of the user. */
  readonly user: string;
  /** Number of the user. */
  readonly uid: number;
  /** Home directory of the user. */
  readonly home: string;
  /** Number of the group. */
  readonly gid: number;
  /** Whether the group was asked for; else it is the user's own. */
  readonly isGroupGiven: boolean;
}

/** Lines of both databases: name, number, and what else is used of them. */
const ENTRIES = {
  passwd: /^([^:\n]+):[^:\n]*:(\d+):(\d+):[^:\n]*:([^:\n]*):/gm,
  group: /^([^:\n]+):[^:\n]*:(\d+):/gm,
} as const;

/**
 * The user of that name, in that group; without one in the user's own.
 *
 * @throws {StartError} if there is no such user or group.
 */
export function findAccount(user: string, group?: string): Account {
  const [, , uid, ownGroup, home] = findEntry("passwd", user);
  const gid = group === undefined ? ownGroup : findEntry("group", group)[2];
  const isGroupGiven = group !== undefined;
  return { user, uid: Number(uid), home, gid: Number(gid), isGroupGiven };
}

function findEntry(
  database: keyof typeof ENTRIES,
  name: string,
): readonly string[] {
  const path = `/etc/${database}`;
  const find = (lines: string) =>
    lines.matchAll(ENTRIES[database]).find(([, found]) => found === name);
  try {
    const found = find(readFileSync(path, "utf8")) ??
      find(getent(database, name));
    if (found !== undefined) return found;
    throw new Error("getent has found another name");
  } catch (cause) {
    const kind = database === "passwd" ? "user" : "group";
    throw new StartError(
      `Cannot find the ${kind} "${name}" in ${path}, nor by getent ` +
        `(${errorText(cause)}); give --${kind} the name of one that exists`,
      { cause },
    );
  }
}

/** Asks the C library, which also finds names that are kept elsewhere (LDAP). */
function getent(database: string, name: string): string {
  return execFileSync("getent", [database, name], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}
