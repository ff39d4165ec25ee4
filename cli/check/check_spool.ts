/**
 * Checks whether the proxy could store streams.
 *
 * @module
 */
import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { spoolUser } from "../../proxy/spool/spool_lock.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "result files";

/** Looks at the directory of the result files, and at their lock. */
export function checkSpool(resultFile: string): Finding {
  const remedy = "choose another name with --resultfile, or correct the " +
    "directory's permissions";
  try {
    accessSync(dirname(resultFile), constants.W_OK | constants.X_OK);
    const holder = spoolUser(resultFile);
    if (holder === undefined) {
      return { state: "ok", subject: SUBJECT, text: resultFile };
    }
    return {
      state: "problem",
      subject: SUBJECT,
      text: `the proxy with process id ${holder} writes to ${resultFile}`,
      remedy: "stop it, or choose another name with --resultfile",
    };
  } catch (error) {
    return problem(SUBJECT, error, remedy);
  }
}
