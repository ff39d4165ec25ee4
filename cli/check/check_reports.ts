/**
 * Checks whether the server could send its own measurements.
 *
 * @module
 */
import { parseTarget } from "../../client/target.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { checkLog } from "./check_log.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "reports";

/** Checks the options and the environment; sends nothing. */
export function checkReports({ oml }: ServerFlags): Finding {
  const { collect, id, domain, noop } = oml;
  if (noop || collect === undefined) {
    return { state: "ok", subject: SUBJECT, text: "off" };
  }
  if (id === undefined || domain === undefined) {
    const name = id === undefined ? "name" : "domain";
    const remedy = id === undefined ? "--oml-id" : "--oml-domain";
    return warning(`off: they have no ${name}`, `add ${remedy}`);
  }
  try {
    const target = parseTarget(collect);
    if (target.kind === "file") {
      return checkLog(SUBJECT, target.path, "--oml-collect");
    }
    return { state: "ok", subject: SUBJECT, text: `sent to ${collect}` };
  } catch (error) {
    const { text } = problem(SUBJECT, error);
    return warning(`off: ${text}`, "correct OML_COLLECT");
  }
}

function warning(text: string, remedy: string): Finding {
  return { state: "warning", subject: SUBJECT, text, remedy };
}
