/**
 * Deno as a {@linkcode Runtime}.
 *
 * @module
 */
import { occupyDebuggerPort } from "./deno_debugger.ts";
import { letGoFiles } from "./deno_files.ts";
import { setGroups } from "./deno_groups.ts";
import { trimMemory, unmapProgram } from "./deno_memory.ts";
import type { HttpServer } from "./http.ts";
import { NetListener } from "./net_listener.ts";
import { toAddress } from "./net_socket.ts";
import type {
  Address,
  Listener,
  OutgoingConnection,
  Runtime,
  WorkerTask,
  WorkerThread,
} from "./runtime.ts";
import { secureOr } from "./secure_or.ts";

/** Buffer size for a server's answers. */
const ANSWER_BUFFER = 4 * 1024;

/**
 * Milliseconds between polls for clients, in case Deno has stopped accepting.
 * A server at rest wakes for nothing else.
 */
const LOOK_AGAIN_MS = 4_000;

/** The entry files of worker threads. */
const WORKER_ENTRIES: Readonly<Record<WorkerTask, string>> = {
  store: "../entries/deno_worker.ts",
  archive: "../entries/deno_archive_worker.ts",
};

/** The runtime. */
export const denoRuntime: Runtime = {
  async listen(port, host, backlog, gate): Promise<Listener> {
    const listener = await NetListener.listen({ port, host, backlog, gate });
    listener.pollEvery(LOOK_AGAIN_MS);
    return listener;
  },
  connect: secureOr(async (port, host, received, signal) => {
    const connection = await Deno.connect({ port, hostname: host, signal });
    return new DenoOutgoing(connection, received);
  }),
  async serveHttp(options): Promise<HttpServer> {
    const { serveHttp } = await import("./deno_http.ts");
    return serveHttp(options);
  },
  threads(): number {
    // Unlike the program's own, a worker's modules are read as files.
    const path = new URL("..", import.meta.url);
    const { state } = Deno.permissions.querySync({ name: "read", path });
    return state === "granted" ? navigator.hardwareConcurrency : 0;
  },
  startWorker(task): WorkerThread {
    const entry = new URL(WORKER_ENTRIES[task], import.meta.url);
    return new DenoWorker(new Worker(entry, { type: "module" }));
  },
  closeDebugger: occupyDebuggerPort,
  setGroups,
  letGoFiles,
  trimMemory,
  unmapProgram,
  endAtOnce: (status) => Deno.exit(status),
};

class DenoWorker implements WorkerThread {
  readonly #worker: Worker;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  post(message: unknown, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  listen(
    received: (message: unknown) => void,
    failed: (error: Error) => void,
  ): void {
    this.#worker.onmessage = (event) => received(event.data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      failed(new Error(event.message));
    };
  }

  terminate(): void {
    this.#worker.terminate();
  }
}

class DenoOutgoing implements OutgoingConnection {
  readonly local: Address;
  readonly peer: Address;
  readonly closed: Promise<void>;
  readonly #connection: Deno.TcpConn;
  #isClosed = false;

  constructor(
    connection: Deno.TcpConn,
    received: (bytes: Uint8Array) => void = () => undefined,
  ) {
    this.#connection = connection;
    const { localAddr, remoteAddr } = connection;
    this.local = toAddress(localAddr.hostname, localAddr.port);
    this.peer = toAddress(remoteAddr.hostname, remoteAddr.port);
    connection.setNoDelay();
    this.closed = this.#untilClosed(received);
    this.closed.catch(() => this.close());
  }

  write(bytes: Uint8Array): Promise<void> {
    return writeAll(this.#connection, bytes);
  }

  async end(): Promise<void> {
    await this.#connection.closeWrite();
    this.closed.then(() => this.close(), () => undefined);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }

  async #untilClosed(received: (bytes: Uint8Array) => void): Promise<void> {
    const buffer = new Uint8Array(ANSWER_BUFFER);
    try {
      for (;;) {
        const count = await this.#connection.read(buffer);
        if (count === null) return;
        received(buffer.subarray(0, count));
      }
    } catch (error) {
      if (!this.#isClosed) throw error;
    }
  }
}

async function writeAll(to: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  let from = 0;
  while (from < bytes.length) from += await to.write(bytes.subarray(from));
}
