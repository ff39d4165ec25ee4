/**
 * The subcommand `proxy`: starts the proxy, accepts commands, and stops it on a
 * signal.
 *
 * @module
 */
import process from "node:process";
import type { Log } from "../../shared/log.ts";
import type { HttpService } from "../../http/start.ts";
import type { Listener, Runtime } from "../../ports/runtime.ts";
import {
  ControlPort,
  MOST_OPERATORS,
} from "../../proxy/control/control_port.ts";
import { LineReader } from "../../proxy/control/line_reader.ts";
import type { ProxyOptions } from "../../proxy/options.ts";
import { Proxy } from "../../proxy/proxy.ts";
import { lockSpool } from "../../proxy/spool/spool_lock.ts";
import { GarbageWatch } from "../../shared/idle_collector.ts";
import {
  openFilesLimit,
  shareFiles,
  tellShortage,
} from "../process/open_files.ts";
import { proxyFileNeeds, withinFiles } from "./proxy_files.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";
import { progressText } from "./progress_text.ts";
import { proxyOptions } from "./proxy_options.ts";
import {
  type ClientPorts,
  listenForClients,
  logPlainPort,
} from "../access/listen_for_clients.ts";
import { type Access, openAccess } from "../access/open_access.ts";
import { openHttp } from "../http/open_http.ts";
import { listen } from "../process/listen.ts";
import { narrowModes, OWNER_ONLY } from "../process/file_modes.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { say } from "../process/say.ts";
import { Signals } from "../process/signals.ts";
import { withLog } from "../process/with_log.ts";

/** What the start has prepared. */
interface Start {
  readonly flags: ProxyFlags;
  readonly runtime: Runtime;
  readonly signals: Signals;
  readonly access: Access;
  readonly log: Log;
}

/** Runs the proxy until it is stopped; returns its exit status. */
export async function proxy(
  runtime: Runtime,
  flags: ProxyFlags,
): Promise<number> {
  narrowModes(OWNER_ONLY);
  const access = await openAccess(flags);
  const signals = new Signals(runtime);
  const program = {
    name: "oml2-proxy-server",
    category: "proxy",
    flags,
    signals,
  };
  return await withLog(
    program,
    (log) => run({ flags, runtime, signals, access, log }),
  );
}

/** Where the proxy can be reached. */
interface Doors {
  readonly ports: ClientPorts;
  readonly operators: Listener;
  readonly http: HttpService | undefined;
}

/** Runs the proxy; returns whether all received data is on disk at the end. */
async function run(start: Start): Promise<boolean> {
  const { flags, runtime, signals, access, log } = start;
  access.refusals.logTo(log);
  signals.onHangUp(() => access.reload(log));
  const asked = proxyOptions(flags);
  const allowed = openFilesLimit();
  const needs = proxyFileNeeds(asked, allowed, flags);
  const files = shareFiles(needs, allowed);
  tellShortage(needs, files, log);
  const options = withinFiles(asked, files);
  const lock = lockSpool(flags.resultfile, process.pid);
  try {
    const { backlog } = files;
    const ports = await listenForClients(runtime, flags, backlog, access);
    const operators = await listen(runtime, {
      ...flags.control,
      option: "-c",
      backlog: MOST_OPERATORS,
    });
    const http = await openHttp(runtime, flags.http);
    return await serve(start, options, { ports, operators, http });
  } finally {
    lock.release();
  }
}

async function serve(
  { flags, runtime, signals, access, log }: Start,
  options: ProxyOptions,
  { ports, operators, http }: Doors,
): Promise<boolean> {
  const { listener } = ports;
  const control = new ControlPort(operators, log);
  let progress: ProgressLine | undefined;
  const announce = (line: string) => {
    progress?.clear();
    say(process.stdout, `${line}\n`);
    control.announce(line);
  };
  const refused = () => {
    // The server decides about domains.
    const { addresses, handshakes } = access.refusals.counts;
    return { addresses, handshakes };
  };
  const starting = Proxy.start({
    ...{ runtime, listener, refused, options, log, announce },
  });
  // Commands wait while the spool is being recovered. Signals are handled from
  // now on, so that none ends the process; a failed start is reported below.
  signals.onToggle(() =>
    starting.then((server) => server.toggle(), () => undefined)
  );
  const stopped = signals.stop.then(() => undefined);
  const server = await Promise.race([starting, stopped]);
  if (server === undefined) {
    log.info("stopped before the spool was recovered; it is unchanged");
    return true;
  }
  if (process.stdout.isTTY) {
    progress = new ProgressLine(
      process.stdout,
      () => progressText(server.progress),
    );
  }
  const answer = (line: string) => server.command(line);
  control.open(answer);
  takeCommands(answer);
  log.info("oml2-proxy-server {pid}: result files {file}", {
    pid: process.pid,
    file: flags.resultfile,
  });
  const page = http &&
    (await (import(
      "./show_proxy.ts" as string
    ) as Promise<typeof import("./show_proxy.ts")>)).showProxy(http, {
      proxy: server,
      flags,
      log,
    });
  log.info("commands on port {port}", { port: control.port });
  logPlainPort(ports, log);
  log.info("listening on port {port}", { port: server.port });
  const garbage = new GarbageWatch({
    collected: () => runtime.trimMemory(),
    settled: () => runtime.unmapProgram(),
    connections: () => server.connections,
  });
  // What the start needed is not needed again.
  garbage.collect();
  runtime.unmapProgram();
  const signal = await signals.stop;
  page?.stop();
  log.info("{signal}: stopping", { signal });
  progress?.end();
  const isComplete = await server.stop();
  await control.close();
  await page?.close();
  log.info("stopped");
  return isComplete;
}

/** Answers commands from stdin on stdout; the end of stdin changes nothing. */
function takeCommands(
  answer: (line: string) => Promise<readonly string[]>,
): void {
  const lines = new LineReader();
  process.stdin.on("data", async (chunk: Uint8Array) => {
    for (const line of lines.push(chunk)) {
      for (const said of await answer(line)) say(process.stdout, `${said}\n`);
    }
  });
  // A closed terminal is no reason to end.
  process.stdin.on("error", () => undefined);
}
