/**
 * Checks whether a file could be appended to.
 *
 * @module
 */
import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { logRemedy } from "../log/open_log.ts";
import { refuseLink } from "../../shared/own_file.ts";
import { type Finding, problem } from "./finding.ts";

/** Opens the file; removes it again if it did not exist. */
export function checkLog(
  subject: string,
  path: string,
  option: string,
): Finding {
  if (path === "-") return { state: "ok", subject, text: "stderr" };
  try {
    const isNew = statSync(path, { throwIfNoEntry: false }) === undefined;
    // A link would lead to a file that could not be found again.
    if (isNew) refuseLink(path);
    closeSync(openSync(path, "a"));
    if (isNew) rmSync(path);
    const text = isNew ? `${path} will be created` : `${path} is writable`;
    return { state: "ok", subject, text };
  } catch (error) {
    return problem(subject, error, logRemedy(path, option));
  }
}
