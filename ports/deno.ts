/**
 * Deno as a {@linkcode Runtime}.
 *
 * @module
 */
import { setGroups } from "./deno_groups.ts";
import type {
  Address,
  Connection,
  Listener,
  MessagePort,
  OutgoingConnection,
  Runtime,
  WorkerThread,
} from "./runtime.ts";

/** A read buffer starts small: most of a testbed's connections trickle. */
const FIRST_BUFFER = 4 * 1024;
const LARGEST_BUFFER = 64 * 1024;

/** The runtime this file is for. */
export const denoRuntime: Runtime = {
  listen(port, host): Promise<Listener> {
    return Promise.resolve(new DenoListener(listen(port, host)));
  },
  async connect(port, host, received): Promise<OutgoingConnection> {
    const connection = await Deno.connect({ port, hostname: host });
    return new DenoOutgoing(connection, received);
  },
  threads(): number {
    // A worker's modules are read as files, unlike the program's own.
    const path = new URL("..", import.meta.url);
    const { state } = Deno.permissions.querySync({ name: "read", path });
    return state === "granted" ? navigator.hardwareConcurrency : 0;
  },
  startStoreWorker(): WorkerThread {
    const entry = new URL("../worker.ts", import.meta.url);
    return new DenoWorker(new Worker(entry, { type: "module" }));
  },
  setGroups,
};

/** What this file uses of a worker's global object. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** The way from a worker, which must be the caller, back to the program. */
export function parentPort(): MessagePort {
  const scope = globalThis as unknown as WorkerScope;
  return {
    post: (message, transfer = []) => scope.postMessage(message, transfer),
    listen: (received) =>
      scope.onmessage = (event: MessageEvent) => received(event.data),
  };
}

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

function listen(port: number, host: string | undefined): Deno.TcpListener {
  if (host !== undefined) return Deno.listen({ port, hostname: host });
  try {
    return Deno.listen({ port, hostname: "::" });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw error;
    return Deno.listen({ port, hostname: "0.0.0.0" });
  }
}

class DenoListener implements Listener {
  readonly address: Address;
  readonly #listener: Deno.TcpListener;
  #closed = false;

  constructor(listener: Deno.TcpListener) {
    this.#listener = listener;
    this.address = toAddress(listener.addr);
  }

  async accept(): Promise<Connection | null> {
    for (;;) {
      try {
        return new DenoConnection(await this.#listener.accept());
      } catch (error) {
        if (error instanceof Deno.errors.BadResource) return null;
        // A client that has reset its connection in the queue is gone.
        if (error instanceof Deno.errors.NotConnected) continue;
        if (error instanceof Deno.errors.ConnectionAborted) continue;
        throw error;
      }
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.close();
  }
}

class DenoConnection implements Connection {
  readonly peer: Address;
  readonly #connection: Deno.TcpConn;
  #buffer = new Uint8Array(FIRST_BUFFER);
  #closed = false;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    // After what time a silent peer is asked is the system's to say.
    connection.setKeepAlive();
    this.peer = toAddress(connection.remoteAddr);
  }

  async read(): Promise<Uint8Array | null> {
    const count = await this.#connection.read(this.#buffer);
    if (count === null) return null;
    const bytes = this.#buffer.subarray(0, count);
    if (count === this.#buffer.length && count < LARGEST_BUFFER) {
      this.#buffer = new Uint8Array(4 * count);
    }
    return bytes;
  }

  write(bytes: Uint8Array): Promise<void> {
    return writeAll(this.#connection, bytes);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }
}

class DenoOutgoing implements OutgoingConnection {
  readonly local: Address;
  readonly closed: Promise<void>;
  readonly #connection: Deno.TcpConn;
  #isClosed = false;

  constructor(
    connection: Deno.TcpConn,
    received: (bytes: Uint8Array) => void = () => undefined,
  ) {
    this.#connection = connection;
    this.local = toAddress(connection.localAddr);
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
    const buffer = new Uint8Array(FIRST_BUFFER);
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

function toAddress({ hostname, port }: Deno.NetAddr): Address {
  return { host: hostname.replace(/^::ffff:(?=\d+\.)/, ""), port };
}
