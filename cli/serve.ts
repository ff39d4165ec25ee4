/**
 * The subcommand `server`: starts the server, and stops it on a signal.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import type { Log } from "../ports/log.ts";
import type { Runtime } from "../ports/runtime.ts";
import { Observers } from "../server/observer.ts";
import { DEFAULT_SERVER_OPTIONS } from "../server/options.ts";
import { BufferPool } from "../server/batches/buffer_pool.ts";
import { Experiments } from "../server/rows/experiments.ts";
import { DataDirLock } from "../server/rows/sqlite/data_dir_lock.ts";
import { ImagePlanner } from "../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../server/rows/sqlite/page_templates.ts";
import type { SqliteHostOptions } from "../server/rows/sqlite/sqlite_host.ts";
import { SqliteStore } from "../server/rows/sqlite/sqlite_store.ts";
import { type Store, StoreError } from "../server/rows/store.ts";
import { WorkerStore } from "../server/rows/worker_store.ts";
import { Server } from "../server/server.ts";
import { dataDirectory, prepareDataDirectory } from "./data_dir.ts";
import { LogFile } from "./log_file.ts";
import { StartError } from "./options_error.ts";
import type { ServerFlags } from "./server_flags.ts";
import { errorText } from "../ports/error_text.ts";

/** Milliseconds that a stop waits for locked databases or full disks. */
const PATIENCE_MS = 8_000;

/** Threads that keep databases; more would only wait for the same disk. */
const MOST_WORKERS = 4;

/** Buffers kept for the next batches. */
const SPARE_BUFFERS = 12;

/** Runs the server until it is told to stop; returns its exit status. */
export async function serve(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  if (flags.backend === "postgresql") {
    throw new StartError(
      "Cannot use PostgreSQL: this version has no such backend; leave out -b",
    );
  }
  const logFile = openLog(flags);
  const log = getLogger(["oml2", "server"]);
  try {
    return await serveLogged(runtime, flags, log);
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

/** A log that can't be opened is said on stderr, and ends the start. */
function openLog({ logfile, debugLevel }: ServerFlags): LogFile {
  try {
    return new LogFile(logfile, debugLevel);
  } catch (cause) {
    const why = errorText(cause);
    throw new StartError(
      `Cannot write the log ${logfile}: ${why}; choose another one with ` +
        "--logfile",
    );
  }
}

async function serveLogged(
  runtime: Runtime,
  flags: ServerFlags,
  log: Log,
): Promise<number> {
  if (flags.clampedLevel !== undefined) {
    log.warn("--debug-level {asked} is not from 1 to 4; using {used}", {
      asked: flags.clampedLevel,
      used: flags.debugLevel,
    });
  }
  const directory = dataDirectory(flags.dataDir);
  prepareDataDirectory(directory);
  const lock = new DataDirLock(directory, process.pid);
  // From here on a signal is a request, whatever else is still to be done.
  const signalled = stopSignal();
  const buffers = new BufferPool(SPARE_BUFFERS);
  const options = toOptions(flags);
  const abandon = new AbortController();
  const place = { directory, journal: flags.journal };
  const store = makeStore(runtime, place, buffers, abandon.signal, log);
  try {
    const observer = new Observers();
    const experiments = new Experiments(store, options.collect, {
      log,
      buffers,
      observer,
    });
    const context = { experiments, options, log, observer };
    const server = await Server.start(runtime, context).catch((cause) => {
      throw cannotListen(flags, cause);
    });
    log.info("oml2-server {pid}: databases in {directory}", {
      pid: process.pid,
      directory,
    });
    log.info("listening on port {port}", { port: server.port });
    const signal = await signalled;
    log.info("{signal}: stopping", { signal });
    const impatience = setTimeout(() => abandon.abort(), PATIENCE_MS);
    const complete = await server.stop();
    clearTimeout(impatience);
    log.info("stopped");
    return complete ? 0 : 1;
  } finally {
    store.close();
    lock.release();
  }
}

function makeStore(
  runtime: Runtime,
  place: SqliteHostOptions,
  buffers: BufferPool,
  abandon: AbortSignal,
  log: Log,
): Store {
  const workers = Math.min(runtime.threads(), MOST_WORKERS);
  if (workers === 0) {
    log.info("databases share the only thread: no permission to start others");
    return new SqliteStore({ ...place, abandon }, log);
  }
  const planner = new ImagePlanner(new PageTemplates(), buffers);
  return new WorkerStore({
    start: () => runtime.startStoreWorker(),
    workers,
    store: place,
    abandon,
    prepare: (flush) => planner.prepare(flush),
    buffers,
  }, log);
}

function toOptions(flags: ServerFlags) {
  const { collect } = DEFAULT_SERVER_OPTIONS;
  return {
    ...DEFAULT_SERVER_OPTIONS,
    port: flags.port,
    host: flags.host,
    idleSeconds: flags.timeout,
    collect: { ...collect, keepRejects: flags.rejects },
  };
}

function cannotListen({ host, port }: ServerFlags, cause: unknown): StoreError {
  const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
  const why = errorText(cause);
  return new StoreError(`Cannot listen on ${where}: ${why}`, {
    cause,
    hint: "choose another port with -l, or stop the program that has it",
  });
}

/** Resolves at the first signal to stop; a second one ends the process. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let stopping = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(1);
        stopping = true;
        resolve(signal);
      });
    }
  });
}
