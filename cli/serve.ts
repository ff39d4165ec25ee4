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
import type { ServerObserver } from "../server/observer.ts";
import { Experiments } from "../server/rows/experiments.ts";
import { type Store, StoreError } from "../server/rows/store.ts";
import { UnsavedStore } from "../server/rows/unsaved/unsaved_store.ts";
import { Server } from "../server/server.ts";
import { type Account, findAccount } from "./accounts.ts";
import { type Companions, startCompanions } from "./companions.ts";
import { listen } from "./listen.ts";
import { LogFile } from "./log/log_file.ts";
import { StartError } from "./options_error.ts";
import { becomeUser } from "./privileges.ts";
import type { ServerFlags } from "./server_flags.ts";
import { serverOptions } from "./server_options.ts";
import { Signals } from "./signals.ts";
import { openStorage } from "./storage.ts";

/** Milliseconds that a stop waits for locked databases or full disks. */
const PATIENCE_MS = 8_000;

/** Buffers kept for the next batches. */
const SPARE_BUFFERS = 12;

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
  const account = accountOf(flags);
  const listening = listen(runtime, flags);
  await Promise.allSettled([listening]);
  // Root may listen anywhere; whatever is opened from here on is the user's.
  if (account !== undefined) becomeUser(runtime, account);
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

function accountOf({ user, group }: ServerFlags): Account | undefined {
  return user === undefined ? undefined : findAccount(user, group);
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
  const buffers = new BufferPool(SPARE_BUFFERS);
  const context = { runtime, buffers, abandon: abandon.signal, log };
  const storage = await openStorage(flags, context);
  const store = new UnsavedStore(storage.store, {
    abandon: abandon.signal,
    directories: [storage.directory ?? besideLog(flags), tmpdir()],
    log,
  });
  try {
    const listener = await start.listening;
    const companions = startCompanions(flags, runtime, log);
    const { observer } = companions;
    const server = makeServer(start, { listener, store, buffers, observer });
    log.info("oml2-server {pid}: databases in {place}", {
      pid: process.pid,
      place: storage.place,
    });
    log.info("listening on port {port}", { port: server.port });
    const running = { server, companions, abandon };
    const complete = await untilStopped(start, running);
    return complete && store.unsaved === 0 ? 0 : 1;
  } finally {
    storage.close();
  }
}

/** What a server is made of. */
interface Parts {
  readonly listener: Listener;
  readonly store: Store;
  readonly buffers: BufferPool;
  readonly observer: ServerObserver;
}

/** Puts the parts of a server together; it serves from here on. */
function makeServer(
  { flags, log }: Start,
  { listener, store, buffers, observer }: Parts,
): Server {
  const options = serverOptions(flags);
  const context = { log, buffers, observer };
  const experiments = new Experiments(store, options.collect, context);
  return new Server(listener, { experiments, options, log, observer });
}

/** What is running, until a signal stops it. */
interface Running {
  readonly server: Server;
  readonly companions: Companions;
  readonly abandon: AbortController;
}

async function untilStopped(
  { signals, log }: Start,
  { server, companions, abandon }: Running,
): Promise<boolean> {
  const signal = await signals.stop;
  const began = Date.now();
  log.info("{signal}: stopping", { signal });
  const impatience = setTimeout(() => abandon.abort(), PATIENCE_MS);
  const complete = await server.stop(abandon.signal);
  clearTimeout(impatience);
  await companions.stop(began);
  log.info("stopped");
  return complete;
}

function besideLog({ logfile }: ServerFlags): string {
  return logfile === "-" ? "." : dirname(logfile);
}
