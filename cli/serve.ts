/**
 * The subcommand `server`: starts the server, and stops it on a signal.
 *
 * @module
 */
import process from "node:process";
import { getLogger, type Logger } from "@logtape/logtape";
import type { Runtime } from "../ports/runtime.ts";
import { DEFAULT_SERVER_OPTIONS } from "../server/options.ts";
import { DataDirLock } from "../server/rows/sqlite/data_dir_lock.ts";
import { SqliteStore } from "../server/rows/sqlite/sqlite_store.ts";
import { StoreError } from "../server/rows/store.ts";
import { Server } from "../server/server.ts";
import { dataDirectory, prepareDataDirectory } from "./data_dir.ts";
import { LogFile } from "./log_file.ts";
import type { ServerFlags } from "./server_flags.ts";

/** Milliseconds that a stop waits for locked databases or full disks. */
const PATIENCE_MS = 8_000;

/** Runs the server until it is told to stop; returns its exit status. */
export async function serve(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  const logFile = new LogFile(flags.logfile, flags.debugLevel);
  const log = getLogger(["oml2", "server"]);
  try {
    return await serveLogged(runtime, flags, log);
  } catch (error) {
    const hint = error instanceof StoreError ? error.hint : undefined;
    const why = error instanceof Error ? error.message : String(error);
    const text = hint === undefined ? why : `${why}; ${hint}`;
    log.error("{text}", { text });
    if (flags.logfile !== "-") process.stderr.write(`oml2-server: ${text}\n`);
    return 1;
  } finally {
    logFile.close();
  }
}

async function serveLogged(
  runtime: Runtime,
  flags: ServerFlags,
  log: Logger,
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
  const abandon = new AbortController();
  try {
    const { journal } = flags;
    const store = new SqliteStore(
      { directory, journal, abandon: abandon.signal },
      log,
    );
    const server = await Server.start(runtime, store, toOptions(flags), log)
      .catch((cause) => {
        throw cannotListen(flags, cause);
      });
    log.info("oml2-server {pid}: databases in {directory}", {
      pid: process.pid,
      directory,
    });
    log.info("listening on port {port}", { port: server.port });
    const signal = await stopSignal();
    log.info("{signal}: stopping", { signal });
    const impatience = setTimeout(() => abandon.abort(), PATIENCE_MS);
    const complete = await server.stop();
    clearTimeout(impatience);
    log.info("stopped");
    return complete ? 0 : 1;
  } finally {
    lock.release();
  }
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
  const why = cause instanceof Error ? cause.message : String(cause);
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
