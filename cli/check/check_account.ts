/**
 * Reports the user that the server would run as, and switches to it.
 *
 * @module
 */
import process from "node:process";
import type { Runtime } from "../../ports/runtime.ts";
import { findAccount } from "../process/accounts.ts";
import { becomeUser } from "../process/privileges.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "user";
const ROOT = 0;

/**
 * Drops root privileges as the server would, so that later checks run with the
 * server's permissions.
 */
export function checkAccount(
  runtime: Runtime,
  { user, group }: ServerFlags,
): Finding {
  if (user === undefined) return ownAccount();
  try {
    const account = findAccount(user, group);
    becomeUser(runtime, account);
    const { uid, gid } = account;
    const text = `${user} (uid ${uid}, gid ${gid})`;
    return { state: "ok", subject: SUBJECT, text };
  } catch (error) {
    return problem(SUBJECT, error);
  }
}

function ownAccount(): Finding {
  const uid = process.getuid?.();
  if (uid === ROOT) {
    return {
      state: "warning",
      subject: SUBJECT,
      text: "root, with all privileges",
      remedy: "drop them with --user NAME",
    };
  }
  const text = `uid ${uid ?? "unknown"}, the user that starts it`;
  return { state: "ok", subject: SUBJECT, text };
}
