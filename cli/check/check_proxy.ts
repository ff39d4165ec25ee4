/**
 * Checks whether the proxy could start, and leaves everything as it was.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";
import { checkHttp } from "./check_http.ts";
import { checkLog } from "./check_log.ts";
import { checkListen, checkPorts } from "./check_port.ts";
import { checkSpool } from "./check_spool.ts";
import { checkServerTls, checkTls } from "./check_tls.ts";
import { report } from "./report_findings.ts";

/** Prints the findings; returns the exit status, 1 if there is a problem. */
export async function checkProxy(
  runtime: Runtime,
  flags: ProxyFlags,
): Promise<number> {
  const { control, logfile, resultfile, dstTls } = flags;
  return report([
    ...await checkPorts(runtime, flags),
    await checkListen(runtime, "control port", control, "-c"),
    ...checkTls(flags),
    ...await checkHttp(runtime, flags),
    checkLog("log", logfile, "--logfile"),
    checkSpool(resultfile),
    ...checkServerTls("upstream TLS", dstTls),
  ]);
}
