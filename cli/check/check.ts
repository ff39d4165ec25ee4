/**
 * Checks whether the server could start, and leaves everything as it was.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { checkAccount } from "./check_account.ts";
import { checkBackend } from "./check_backend.ts";
import { checkFiles } from "./check_files.ts";
import { checkHttp } from "./check_http.ts";
import { checkHook } from "./check_hook.ts";
import { checkLog } from "./check_log.ts";
import { checkPorts } from "./check_port.ts";
import { checkReports } from "./check_reports.ts";
import { checkReload, checkServerTls, checkTls } from "./check_tls.ts";
import { attempt, type Finding } from "./finding.ts";
import { report } from "./report_findings.ts";

/** Prints the findings; returns the exit status, 1 if there is a problem. */
export async function check(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  return report(await findAll(runtime, flags));
}

/** Checks in the order of a start: the ports as root, the rest as the user. */
async function findAll(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<readonly Finding[]> {
  const { eventHook, logfile } = flags;
  return [
    ...await checkPorts(runtime, flags),
    ...checkTls(flags),
    ...await checkHttp(runtime, flags),
    attempt("user", () => checkAccount(runtime, flags)),
    ...checkReload(flags),
    checkLog("log", logfile, "--logfile"),
    ...await checkBackend(runtime, flags),
    ...(eventHook === undefined
      ? []
      : [attempt("event hook", () => checkHook(eventHook))]),
    checkReports(flags),
    ...checkServerTls("TLS of reports", flags.oml.tls),
    checkFiles(runtime, flags),
  ];
}
