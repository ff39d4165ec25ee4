/**
 * Looks whether enough files may be open at once.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { ServerFlags } from "../server_flags.ts";
import type { Finding } from "./finding.ts";

const SUBJECT = "open files";

/** Files of an open database: itself, its log and the log's index. */
const FILES_A_DATABASE = 3;

/** Files of the program itself. */
const OWN_FILES = 64;

/** Compares what the limits may need with what the system allows. */
export function checkFiles({ limits, backend }: ServerFlags): Finding {
  const allowed = openFilesLimit();
  const databases = backend === "sqlite" ? FILES_A_DATABASE : 1;
  const needed = limits.maxConnections + databases * limits.maxDomains +
    OWN_FILES;
  const text = `${allowed} may be, up to ${needed} are needed`;
  if (allowed >= needed) return { state: "ok", subject: SUBJECT, text };
  return {
    state: "warning",
    subject: SUBJECT,
    text,
    remedy: `allow more (ulimit -n ${needed}, or LimitNOFILE= of systemd), ` +
      "or lower --max-connections and --max-domains",
  };
}

/** What this process may open. */
function openFilesLimit(): number {
  const limits = readFileSync("/proc/self/limits", "utf8");
  const limit = /^Max open files +(\d+)/m.exec(limits)?.[1];
  if (limit === undefined) throw new Error("/proc/self/limits is strange");
  return Number(limit);
}
