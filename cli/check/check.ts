/**
 * Checks whether the server could start, and leaves everything as it was.
 *
 * @module
 */
import process from "node:process";
import type { Runtime } from "../../ports/runtime.ts";
import { variable } from "../options/environment.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { checkAccount } from "./check_account.ts";
import { checkBackend } from "./check_backend.ts";
import { checkFiles } from "./check_files.ts";
import { checkHttp } from "./check_http.ts";
import { checkHook } from "./check_hook.ts";
import { checkLog } from "./check_log.ts";
import { checkPort } from "./check_port.ts";
import { checkReports } from "./check_reports.ts";
import { attempt, type Finding } from "./finding.ts";
import { findingsTable } from "./findings_table.ts";

/** Prints the findings; returns the exit status, 1 if there is a problem. */
export async function check(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  const findings = await findAll(runtime, flags);
  const { isTTY } = process.stdout;
  const coloured = isTTY === true && variable("NO_COLOR") === undefined;
  process.stdout.write(findingsTable(findings, coloured));
  return findings.some(({ state }) => state === "problem") ? 1 : 0;
}

/** Checks in the order of a start: the ports as root, the rest as the user. */
async function findAll(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<readonly Finding[]> {
  const { eventHook, logfile } = flags;
  return [
    await checkPort(runtime, flags),
    ...await checkHttp(runtime, flags),
    attempt("user", () => checkAccount(runtime, flags)),
    checkLog("log", logfile, "--logfile"),
    ...await checkBackend(runtime, flags),
    ...(eventHook === undefined
      ? []
      : [attempt("event hook", () => checkHook(eventHook))]),
    checkReports(flags),
    checkFiles(runtime, flags),
  ];
}
