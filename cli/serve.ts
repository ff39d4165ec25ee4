/**
 * The subcommand `server`: starts the server, and stops it on a signal.
 *
 * @module
 */
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import { errorText } from "../ports/error_text.ts";
import type { Log } from "../ports/log.ts";
import type { Listener, Runtime } from "../ports/runtime.ts";
import { BufferPool } from "../server/batches/buffer_pool.ts";
import { Observers } from "../server/observer.ts";
import { Experiments } from "../server/rows/experiments.ts";
import { type Store, StoreError } from "../server/rows/store.ts";
import { UnsavedStore } from "../server/rows/unsaved/unsaved_store.ts";
import { Server } from "../server/server.ts";
import { LogFile } from "./log/log_file.ts";
import { StartError } from "./options_error.ts";
import type { ServerFlags } from "./server_flags.ts";
import { serverOptions } from "./server_options.ts";
import { Signals } from "./signals.ts";
import { openStorage } from "./storage.ts";

/** Milliseconds that a stop waits for locked databases or full disks. */
const PATIENCE_MS = 8_000;

/** Bytes of spare memory kept for the next batches. */
const SPARE_BYTES = 24 * 1024 * 1024;

/** What a start has made so far. */
interface Start {
  readonly flags: ServerFlags;
  readonly runtime: Runtime;
  readonly signals: Signals;
  /** Fails where it can't listen, which is told once there is a log. */
  readonly listening: Promise<Listener>;
  readonly log: Log;
}

/** Runs the server until it is told to stop; returns its exit status. */
export async function serve(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  const signals = new Signals();
  const listening = listen(runtime, flags);
  await Promise.allSettled([listening]);
  const logFile = openLog(flags);
  const log = getLogger(["oml2", "server"]);
  signals.onReopen(() => reopen(logFile, log));
  try {
    return await run({ flags, runtime, signals, listening, log });
  } catch (error) {
    const hint = error instanceof StoreError ? error.hint : undefined;
    const why = errorText(error);
    const text = hint === undefined ? why : `${why}; ${hint}`;
    log.error("{text}", { text });
    if (flags.logfile !== "-") process.stderr.write(`oml2-server: ${text}\n`);
    return 1;
  } finally {
    logFile.close();
  }
}

async function listen(
  runtime: Runtime,
  { host, port }: ServerFlags,
): Promise<Listener> {
  try {
    return await runtime.listen(port, host);
  } catch (cause) {
    const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
    throw new StoreError(`Cannot listen on ${where}: ${errorText(cause)}`, {
      cause,
      hint: "choose another port with -l, or stop the program that has it",
    });
  }
}

/** A log that can't be opened is said on stderr, and ends the start. */
function openLog({ logfile, debugLevel }: ServerFlags): LogFile {
  try {
    return new LogFile({ path: logfile, level: debugLevel, format: "text" });
  } catch (cause) {
    const why = errorText(cause);
    throw new StartError(
      `Cannot write the log ${logfile}: ${why}; choose another one with ` +
        "--logfile",
    );
  }
}

function reopen(logFile: LogFile, log: Log): void {
  try {
    logFile.reopen();
    log.info("SIGHUP: the log goes on here");
  } catch (error) {
    log.error(
      "Cannot reopen the log: {reason}; going on in the old file, correct " +
        "the permissions and send SIGHUP again",
      { reason: errorText(error) },
    );
  }
}

async function run(start: Start): Promise<number> {
  const { flags, runtime, log } = start;
  if (flags.clampedLevel !== undefined) {
    log.warn("--debug-level {asked} is not from 1 to 4; using {used}", {
      asked: flags.clampedLevel,
      used: flags.debugLevel,
    });
  }
  const abandon = new AbortController();
  const buffers = new BufferPool(SPARE_BYTES);
  const context = { runtime, buffers, abandon: abandon.signal, log };
  const storage = await openStorage(flags, context);
  const store = new UnsavedStore(storage.store, {
    abandon: abandon.signal,
    directories: [storage.directory ?? besideLog(flags), tmpdir()],
    log,
  });
  try {
    const server = makeServer(start, await start.listening, store, buffers);
    log.info("oml2-server {pid}: databases in {place}", {
      pid: process.pid,
      place: storage.place,
    });
    log.info("listening on port {port}", { port: server.port });
    const complete = await untilStopped(start, server, abandon);
    return complete && store.unsaved === 0 ? 0 : 1;
  } finally {
    storage.close();
  }
}

/** Puts the parts of a server together; it serves from here on. */
function makeServer(
  { flags, log }: Start,
  listener: Listener,
  store: Store,
  buffers: BufferPool,
): Server {
  const options = serverOptions(flags);
  const observer = new Observers();
  const context = { log, buffers, observer };
  const experiments = new Experiments(store, options.collect, context);
  return new Server(listener, { experiments, options, log, observer });
}

async function untilStopped(
  { signals, log }: Start,
  server: Server,
  abandon: AbortController,
): Promise<boolean> {
  const signal = await signals.stop;
  log.info("{signal}: stopping", { signal });
  const impatience = setTimeout(() => abandon.abort(), PATIENCE_MS);
  const complete = await server.stop(abandon.signal);
  clearTimeout(impatience);
  log.info("stopped");
  return complete;
}

function besideLog({ logfile }: ServerFlags): string {
  return logfile === "-" ? "." : dirname(logfile);
}
