/**
 * Node as a {@linkcode Runtime}.
 *
 * @module
 */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { createConnection } from "node:net";
import { extname } from "node:path";
import process from "node:process";
import { Worker } from "node:worker_threads";
import type { HttpServer } from "./http.ts";
import { NetListener } from "./net_listener.ts";
import { NetOutgoing } from "./net_outgoing.ts";
import type { Listener, Runtime, WorkerTask, WorkerThread } from "./runtime.ts";
import { secureOr } from "./secure_or.ts";

/** The entry files of worker threads, without extension. */
const WORKER_ENTRIES: Readonly<Record<WorkerTask, string>> = {
  store: "../entries/node_worker",
  archive: "../entries/node_archive_worker",
};

/** The runtime. */
export const nodeRuntime: Runtime = {
  listen(port, host, backlog, gate): Promise<Listener> {
    return NetListener.listen({ port, host, backlog, gate });
  },
  connect: secureOr(async (port, host, received, signal) => {
    const socket = createConnection({ port, host, allowHalfOpen: true });
    try {
      await once(socket, "connect", { signal });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return new NetOutgoing(socket, received);
  }),
  async serveHttp(options): Promise<HttpServer> {
    const { serveHttp } = await import("./node_http.ts");
    return await serveHttp(options);
  },
  threads: availableParallelism,
  startWorker(task): WorkerThread {
    // In the npm package both are JavaScript.
    const entry = `${WORKER_ENTRIES[task]}${extname(import.meta.url)}`;
    return new NodeWorker(new Worker(new URL(entry, import.meta.url)));
  },
  // The program's own handler replaces the one that would open it.
  closeDebugger: () => true,
  // Node keeps no files open.
  letGoFiles: () => undefined,
  // Node can't call functions of the C library.
  trimMemory: () => undefined,
  unmapProgram: () => undefined,
  setGroups(groups): void {
    const { setgroups } = process;
    if (setgroups === undefined) {
      throw new Error(`its groups can't be changed on ${process.platform}`);
    }
    setgroups(groups);
  },
  endAtOnce(): never {
    // process.exit() would wait for the threads.
    process.kill(process.pid, "SIGKILL");
    throw new Error("The program still runs after SIGKILL");
  },
};

/** A thread of Node. */
export class NodeWorker implements WorkerThread {
  readonly #worker: Worker;

  /** Wraps a started thread. */
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Sends plain data. */
  post(message: unknown, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Receives its messages. */
  listen(
    received: (message: unknown) => void,
    failed: (error: Error) => void,
  ): void {
    this.#worker.on("message", received).on("error", failed);
  }

  /** Terminates it. */
  terminate(): void {
    this.#worker.terminate();
  }
}
