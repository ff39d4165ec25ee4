/**
 * Assembles a server, and runs it until a signal stops it.
 *
 * @module
 */
import process from "node:process";
import type { Log } from "../../shared/log.ts";
import { WallClock } from "../../shared/wall_clock.ts";
import type { Listener, Runtime } from "../../ports/runtime.ts";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { GarbageWatch } from "../../shared/idle_collector.ts";
import { Experiments } from "../../server/experiments/experiments.ts";
import type { HttpService } from "../../http/start.ts";
import type { StorageObserver } from "../../server/observer.ts";
import type { Store } from "../../server/rows/store.ts";
import { IntakeMemory } from "../../server/sessions/intake_memory.ts";
import type { StreamAccess } from "../../server/sessions/stream_access.ts";
import { UnsavedStore } from "../../server/rows/unsaved/unsaved_store.ts";
import type { ServerOptions } from "../../server/options.ts";
import { Server } from "../../server/server.ts";
import type { ServerStatus } from "../../server/status/server_status.ts";
import type { StatusSocket } from "../../server/status/status_socket.ts";
import {
  type ClientPorts,
  logPlainPort,
} from "../access/listen_for_clients.ts";
import { type Access, domainAccess } from "../access/open_access.ts";
import { type Companions, startCompanions } from "./observers.ts";
import type { ShownPage } from "../http/page.ts";
import { unsavedDirectories } from "../process/paths.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { logStatus, openStatusSocket, statusMaker } from "./report_status.ts";
import { serverOptions } from "./server_options.ts";
import type { Signals } from "../process/signals.ts";
import { openStorage } from "./storage.ts";
import type { Storage } from "./storage_types.ts";

/**
 * Milliseconds that a stop waits for locked databases or full disks: half of
 * the 10 s within which a stop ends, since what they don't take then goes to
 * files.
 */
const PATIENCE_MS = 5_000;

/** Bytes of spare memory kept for the next batches. */
const SPARE_BYTES = 24 * 1024 * 1024;

/** What the start has prepared. */
export interface Start {
  /** The options. */
  readonly flags: ServerFlags;
  /** The runtime. */
  readonly runtime: Runtime;
  /** Signals from operators. */
  readonly signals: Signals;
  /** Fails if the server can't listen; reported once there is a log. */
  readonly listening: Promise<ClientPorts>;
  /** Who may connect. */
  readonly access: Access;
  /** Fails likewise; unset if HTTP is not served. */
  readonly http: Promise<HttpService | undefined>;
  /** The server's log. */
  readonly log: Log;
}

/**
 * Serves until a signal arrives. Returns whether everything was stored.
 *
 * @throws {StoreError} if the server can't start.
 */
export async function runServer(start: Start): Promise<boolean> {
  const { flags, runtime, log, signals } = start;
  const { refusals, reload } = start.access;
  refusals.logTo(log);
  signals.onHangUp(() => reload(log));
  const abandon = new AbortController();
  const buffers = new BufferPool(SPARE_BYTES);
  const context = { runtime, buffers, abandon: abandon.signal, log };
  const storage = await openStorage(flags, context);
  const store = new UnsavedStore(storage.store, {
    abandon: abandon.signal,
    directories: unsavedDirectories(storage.directory, flags.logfile),
    log,
  });
  try {
    const ports = await start.listening;
    const { listener } = ports;
    const companions = await startCompanions(flags, runtime, log);
    const options = serverOptions(flags);
    const http = await start.http;
    // Loaded only if it is used.
    const shown = http &&
      new (await (import(
        "./shown_server.ts" as string
      ) as Promise<typeof import("./shown_server.ts")>)).ShownServer(http);
    const meter = shown?.meter;
    const access = domainAccess(flags, start.access);
    const parts = {
      ...{ listener, store, buffers, companions, options, meter, access },
    };
    const garbage = new GarbageWatch({
      collecting() {
        buffers.drop();
        storage.planner?.dropSpare();
      },
      collected: () => runtime.trimMemory(),
      settled: () => runtime.unmapProgram(),
      isInUse: () => !server.isIdle,
      connections: () => server.connections,
    });
    const server = makeServer(log, parts, () => garbage.wake());
    const { place } = storage;
    const status = statusMaker(server, place, () => refusals.counts);
    const socket = await showStatus(start, { server, storage, status });
    const unsaved = () => store.unsaved;
    const page = await shown?.show({
      ...{ storage, status, unsaved, log },
      peers: flags.peers,
    });
    log.info("oml2-server {pid}: databases in {place}", {
      pid: process.pid,
      place,
    });
    logPlainPort(ports, log);
    log.info("listening on port {port}", { port: server.port });
    // Not awaited: clients are served meanwhile.
    prepare(storage, () => {
      if (!server.isIdle) return;
      garbage.keep();
      runtime.unmapProgram();
    });
    const running = { server, companions, abandon, page };
    const complete = await untilStopped(start, running);
    if (storage.isStuck) {
      log.error(
        "A database thread does not answer: the process exits without it",
      );
      runtime.endAtOnce(1);
    }
    socket?.close();
    return complete && store.unsaved === 0;
  } finally {
    await storage.close();
  }
}

/** Prepares the storage, then calls `ready`. */
async function prepare(storage: Storage, ready: () => void): Promise<void> {
  // A thread that fails is logged, and the next client starts another.
  await storage.prepare?.().catch(() => undefined);
  ready();
}

/** Lets operators query the status. */
async function showStatus(
  { signals, log }: Start,
  { server, storage: { directory }, status }: {
    readonly server: Server;
    readonly storage: Storage;
    readonly status: () => ServerStatus;
  },
): Promise<StatusSocket | undefined> {
  signals.onReport(() => logStatus(status(), log));
  const owner = { directory, port: server.port };
  return await openStatusSocket(owner, status, log);
}

/** The parts of a server. */
interface Parts {
  readonly listener: Listener;
  readonly store: Store;
  readonly buffers: BufferPool;
  readonly companions: Companions;
  readonly options: ServerOptions;
  readonly meter: StorageObserver | undefined;
  readonly access: StreamAccess | undefined;
}

/**
 * Assembles the parts; the server accepts clients from here on. Calls `woken`
 * when one connects.
 */
function makeServer(
  log: Log,
  { listener, store, buffers, companions, options, meter, access }: Parts,
  woken: () => void,
): Server {
  const { observer } = companions;
  const intake = new IntakeMemory(options.collect.allBytes / 2);
  const experiments = new Experiments(store, options.collect, {
    ...{ log, buffers, observer, storageObserver: meter },
    most: options.maxDomains,
    undecoded: () => intake.held,
  });
  const clock = new WallClock();
  const context = {
    ...{ experiments, intake, clock, options, log, observer, access },
  };
  return new Server(listener, context, woken);
}

/** Runs until a signal stops the server. */
interface Running {
  readonly server: Server;
  readonly companions: Companions;
  readonly abandon: AbortController;
  readonly page: ShownPage | undefined;
}

async function untilStopped(
  { signals, log }: Start,
  { server, companions, abandon, page }: Running,
): Promise<boolean> {
  const signal = await signals.stop;
  page?.stop();
  const began = performance.now();
  log.info("{signal}: stopping", { signal });
  const impatience = setTimeout(() => abandon.abort(), PATIENCE_MS);
  const complete = await server.stop(abandon.signal);
  clearTimeout(impatience);
  await companions.stop(began);
  await page?.close();
  log.info("stopped");
  return complete;
}
