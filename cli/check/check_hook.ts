/**
 * Checks whether the event hook could be started.
 *
 * @module
 */
import { type Stats, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { variable } from "../options/environment.ts";
import type { Finding } from "./finding.ts";

const SUBJECT = "event hook";
const ROOT = 0;

/** Finds the program as the server would, without starting it. */
export function checkHook(program: string): Finding {
  const path = places(program).find(isProgram);
  if (path !== undefined) {
    const text = `${path} is executable`;
    return { state: "ok", subject: SUBJECT, text };
  }
  return {
    state: "problem",
    subject: SUBJECT,
    text: `${program} is not an executable program`,
    remedy: "give its path to --event-hook, and make it executable (chmod +x)",
  };
}

function places(program: string): string[] {
  if (program.includes("/")) return [program];
  const directories = (variable("PATH") ?? "").split(delimiter);
  return directories.map((directory) => join(directory, program));
}

function isProgram(path: string): boolean {
  try {
    const found = statSync(path);
    return found.isFile() && mayExecute(found);
  } catch {
    // Missing, or in a directory that can't be entered.
    return false;
  }
}

/** Decides as the system does, except for access control lists. */
function mayExecute({ mode, uid, gid }: Stats): boolean {
  const user = process.geteuid?.();
  const groups = [process.getegid?.(), ...process.getgroups?.() ?? []];
  if (user === ROOT) return (mode & 0o111) !== 0;
  if (user === uid) return (mode & 0o100) !== 0;
  return (mode & (groups.includes(gid) ? 0o010 : 0o001)) !== 0;
}
