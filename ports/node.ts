/**
 * Node as a {@linkcode Runtime}.
 *
 * @module
 */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { createConnection, type Socket } from "node:net";
import { extname } from "node:path";
import process from "node:process";
import {
  type MessagePort as NodePort,
  parentPort as toParent,
  Worker,
} from "node:worker_threads";
import { NetListener } from "./net_listener.ts";
import { toAddress, write } from "./net_socket.ts";
import type {
  Address,
  Listener,
  MessagePort,
  OutgoingConnection,
  Runtime,
  WorkerThread,
} from "./runtime.ts";

/** The runtime this file is for. */
export const nodeRuntime: Runtime = {
  listen(port, host, backlog): Promise<Listener> {
    return NetListener.listen({ port, host, backlog });
  },
  async connect(port, host, received, signal): Promise<OutgoingConnection> {
    const socket = createConnection({ port, host, allowHalfOpen: true });
    try {
      await once(socket, "connect", { signal });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return new NodeOutgoing(socket, received);
  },
  threads: availableParallelism,
  startStoreWorker(): WorkerThread {
    // In the npm package both are JavaScript.
    const entry = `../entries/node_worker${extname(import.meta.url)}`;
    return new NodeWorker(new Worker(new URL(entry, import.meta.url)));
  },
  // The program's own handler takes the place of the one that would open it.
  closeDebugger: () => true,
  // Node keeps none open.
  letGoFiles: () => undefined,
  // Node can call no function of the C library.
  trimMemory: () => undefined,
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
    throw new Error("The program is there after SIGKILL");
  },
};

/** The way from a worker back to the program. */
export function parentPort(port: NodePort | null = toParent): MessagePort {
  if (port === null) throw new Error("Cannot be a worker: nobody started one");
  return {
    post: (message, transfer) => port.postMessage(message, transfer),
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

class NodeOutgoing implements OutgoingConnection {
  readonly local: Address;
  readonly peer: Address;
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  constructor(
    socket: Socket,
    received: (bytes: Uint8Array) => void = () => undefined,
  ) {
    this.#socket = socket;
    this.local = toAddress(socket.localAddress, socket.localPort);
    this.peer = toAddress(socket.remoteAddress, socket.remotePort);
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
