/**
 * Users and groups of the system.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { errorText } from "../../shared/error_text.ts";
import { StartError } from "../options/options_error.ts";

/** A user and its group. */
export interface Account {
  /** User name. */
  readonly user: string;
  /** User id. */
  readonly uid: number;
  /** Home directory. */
  readonly home: string;
  /** Group id. */
  readonly gid: number;
  /** Whether the group was given; otherwise it is the user's primary group. */
  readonly isGroupGiven: boolean;
}

/** Lines of both databases: name, id, and the other fields used. */
const ENTRIES = {
  passwd: /^([^:\n]+):[^:\n]*:(\d+):(\d+):[^:\n]*:([^:\n]*):/gm,
  group: /^([^:\n]+):[^:\n]*:(\d+):/gm,
} as const;

/**
 * Finds a user; without `group`, in its primary group.
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
    throw new Error("getent returned another name");
  } catch (cause) {
    const kind = database === "passwd" ? "user" : "group";
    throw new StartError(
      `Cannot find the ${kind} "${name}" in ${path}, nor by getent ` +
        `(${errorText(cause)}); give an existing name to --${kind}`,
      { cause },
    );
  }
}

/** Asks the C library, which also knows remote accounts (LDAP). */
function getent(database: string, name: string): string {
  return execFileSync("getent", [database, name], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}
