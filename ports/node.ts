/**
 * Node as a {@linkcode Runtime}.
 *
 * @module
 */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { createConnection, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { extname } from "node:path";
import process from "node:process";
import {
  type MessagePort as NodePort,
  parentPort as toParent,
  Worker,
} from "node:worker_threads";
import type {
  Address,
  Connection,
  Listener,
  MessagePort,
  OutgoingConnection,
  Runtime,
  WorkerThread,
} from "./runtime.ts";

/** A silent peer is asked after so long whether it is there yet. */
const KEEP_ALIVE_MS = 60_000;

/** The runtime this file is for. */
export const nodeRuntime: Runtime = {
  async listen(port, host): Promise<Listener> {
    const server = createServer({ allowHalfOpen: true });
    const listener = new NodeListener(server);
    server.listen({ port, host });
    await once(server, "listening");
    return listener;
  },
  async connect(port, host, received): Promise<OutgoingConnection> {
    const socket = createConnection({ port, host, allowHalfOpen: true });
    await once(socket, "connect");
    return new NodeOutgoing(socket, received);
  },
  threads: availableParallelism,
  startStoreWorker(): WorkerThread {
    // In the npm package both are JavaScript.
    const entry = `../worker_node${extname(import.meta.url)}`;
    return new NodeWorker(new Worker(new URL(entry, import.meta.url)));
  },
  setGroups(groups): void {
    const { setgroups } = process;
    if (setgroups === undefined) {
      throw new Error(`its groups can't be changed on ${process.platform}`);
    }
    setgroups(groups);
  },
};

/** The way from a worker back to the program. */
export function parentPort(port: NodePort | null = toParent): MessagePort {
  if (port === null) throw new Error("Cannot be a worker: nobody started one");
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    listen: (received) => port.on("message", received),
  };
}

/** A thread of Node as one of ours. */
export class NodeWorker implements WorkerThread {
  readonly #worker: Worker;

  /** Wraps a thread that was started. */
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Sends plain data. */
  post(message: unknown, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Takes what it sends. */
  listen(
    received: (message: unknown) => void,
    failed: (error: Error) => void,
  ): void {
    this.#worker.on("message", received).on("error", failed);
  }

  /** Ends it. */
  terminate(): void {
    this.#worker.terminate();
  }
}

class NodeListener implements Listener {
  readonly #server: Server;
  readonly #arrived: Connection[] = [];
  #waiting: ((connection: Connection | null) => void) | undefined;
  #closed = false;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      const connection = new NodeConnection(socket);
      if (this.#waiting === undefined) this.#arrived.push(connection);
      else this.#answer(connection);
    });
    server.on("close", () => this.#answer(null));
  }

  get address(): Address {
    const address = this.#server.address();
    return address === null || typeof address === "string"
      ? { host: "", port: 0 }
      : { host: address.address, port: address.port };
  }

  accept(): Promise<Connection | null> {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    if (this.#closed) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting = resolve);
  }

  close(): void {
    this.#closed = true;
    this.#server.close();
    this.#answer(null);
  }

  #answer(connection: Connection | null): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(connection);
  }
}

class NodeConnection implements Connection {
  readonly peer: Address;
  readonly #socket: Socket;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.peer = toAddress(socket.remoteAddress, socket.remotePort);
    const wake = () => this.#wake?.();
    socket.on("readable", wake).on("end", wake).on("close", wake);
    socket.on("error", (error) => {
      this.#failure = error;
      wake();
    });
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const bytes: Uint8Array | null = this.#socket.read();
      if (bytes !== null) return plain(bytes);
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#socket.readableEnded || this.#socket.destroyed) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return write(this.#socket, bytes);
  }

  close(): void {
    this.#socket.destroySoon();
  }
}

class NodeOutgoing implements OutgoingConnection {
  readonly local: Address;
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  constructor(
    socket: Socket,
    received: (bytes: Uint8Array) => void = () => undefined,
  ) {
    this.#socket = socket;
    this.local = toAddress(socket.localAddress, socket.localPort);
    socket.setNoDelay(true);
    this.closed = new Promise((resolve, reject) => {
      socket.on("end", resolve).on("close", resolve).on("error", reject);
    });
    // Whoever waits for it is told; nobody has to.
    this.closed.catch(() => undefined);
    // The peer's end comes behind whatever it says, so all of it is read.
    socket.on("data", received);
  }

  write(bytes: Uint8Array): Promise<void> {
    return write(this.#socket, bytes);
  }

  end(): Promise<void> {
    this.#socket.end();
    return Promise.resolve();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/**
 * The same bytes, but no `Buffer`: code that was compiled for one kind of array
 * is thrown away, or slower, when it meets another.
 */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) =>
    socket.write(bytes, (error) => error ? reject(error) : resolve())
  );
}

function toAddress(host = "", port = 0): Address {
  return { host: host.replace(/^::ffff:(?=\d+\.)/, ""), port };
}
