/**
 * A runtime whose connections never leave the process, so that sessions,
 * intake, replay and control can be tested without sockets or processes.
 *
 * @module
 */
import { Change, Pipe } from "./memory_pipe.ts";
import type { HttpServer } from "./http.ts";
import type {
  Address,
  Connection,
  Listener,
  OutgoingConnection,
  Runtime,
  WorkerThread,
} from "./runtime.ts";

const LOOPBACK = "127.0.0.1";

/** The first port used for requests for any free one. */
const FIRST_FREE_PORT = 49_152;

/** The accepted end of a connection. */
class MemoryConnection implements Connection {
  readonly local: Address;
  readonly peer: Address;
  readonly #incoming: Pipe;
  readonly #outgoing: Pipe;

  constructor(
    [local, peer]: readonly [local: Address, peer: Address],
    [incoming, outgoing]: readonly [incoming: Pipe, outgoing: Pipe],
  ) {
    this.local = local;
    this.peer = peer;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  read(): Promise<Uint8Array | null> {
    return this.#incoming.read();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#outgoing.write(bytes);
  }

  close(): void {
    this.#outgoing.end();
    this.#incoming.abandon();
  }
}

/** The end of a connection opened by {@linkcode MemoryRuntime.connect}. */
export class MemoryOutgoing implements OutgoingConnection {
  /** This end. */
  readonly local: Address;
  /** The other end. */
  readonly peer: Address;
  /** See {@linkcode OutgoingConnection.closed}. */
  readonly closed: Promise<void>;
  readonly #incoming: Pipe;
  readonly #outgoing: Pipe;

  /** Passes received bytes to `received`. */
  constructor(
    [local, peer]: readonly [local: Address, peer: Address],
    [incoming, outgoing]: readonly [incoming: Pipe, outgoing: Pipe],
    received: (bytes: Uint8Array) => void,
  ) {
    this.local = local;
    this.peer = peer;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.closed = this.#receive(received);
    this.closed.catch(() => undefined);
  }

  /** Sends bytes; waits for a slow peer. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#outgoing.write(bytes);
  }

  /** Ends sending. */
  end(): Promise<void> {
    this.#outgoing.end();
    return Promise.resolve();
  }

  /** Closes both sides. */
  close(): void {
    this.#outgoing.end();
    this.#incoming.abandon();
  }

  /** Resets the connection, after the sent bytes. */
  reset(): void {
    this.#outgoing.break(new Error("Connection reset by peer"));
    this.#incoming.abandon();
  }

  async #receive(received: (bytes: Uint8Array) => void): Promise<void> {
    for (;;) {
      const bytes = await this.#incoming.read();
      if (bytes === null) return;
      received(bytes);
    }
  }
}

/** Accepts the connections to one port. */
class MemoryListener implements Listener {
  readonly address: Address;
  readonly #closed: () => void;
  readonly #waiting: MemoryConnection[] = [];
  #isClosed = false;
  readonly #change = new Change();

  constructor(address: Address, closed: () => void) {
    this.address = address;
    this.#closed = closed;
  }

  offer(connection: MemoryConnection): void {
    this.#waiting.push(connection);
    this.#change.notify();
  }

  async accept(): Promise<Connection | null> {
    for (;;) {
      const connection = this.#waiting.shift();
      if (connection !== undefined) return connection;
      if (this.#isClosed) return null;
      await this.#change.next();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#closed();
    for (const connection of this.#waiting.splice(0)) connection.close();
    this.#change.notify();
  }
}

/** An isolated network in memory, without threads or signals. */
export class MemoryRuntime implements Runtime {
  readonly #listeners = new Map<number, MemoryListener>();
  #lastPort = FIRST_FREE_PORT - 1;

  /** There are no threads. */
  threads(): number {
    return 0;
  }

  /**
   * There are no threads.
   *
   * @throws {Error} always.
   */
  startWorker(): WorkerThread {
    throw new Error("Cannot start a thread: this runtime has none");
  }

  /** Does nothing: there is no process to change. */
  setGroups(): void {}

  /** Does nothing: there are no files. */
  letGoFiles(): void {}

  /** Does nothing: the memory is that of the test. */
  trimMemory(): void {}

  /** Does nothing, likewise. */
  unmapProgram(): void {}

  /** There is no debugger. */
  closeDebugger(): boolean {
    return true;
  }

  /** Listens; see {@linkcode Runtime.listen}. All hosts are the same. */
  listen(port: number, host: string = LOOPBACK): Promise<Listener> {
    const chosen = port === 0 ? ++this.#lastPort : port;
    if (this.#listeners.has(chosen)) {
      return Promise.reject(new Error(`Address in use: ${host}:${chosen}`));
    }
    const listener = new MemoryListener(
      { host, port: chosen },
      () => this.#listeners.delete(chosen),
    );
    this.#listeners.set(chosen, listener);
    return Promise.resolve(listener);
  }

  /** Connects; see {@linkcode Runtime.connect}. */
  connect(
    port: number,
    host: string,
    received: (bytes: Uint8Array) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<MemoryOutgoing> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const listener = this.#listeners.get(port);
    if (listener === undefined) {
      return Promise.reject(new Error(`Connection refused: ${host}:${port}`));
    }
    const near = { host: LOOPBACK, port: ++this.#lastPort };
    const [up, down] = [new Pipe(), new Pipe()];
    const far = { host: LOOPBACK, port };
    listener.offer(new MemoryConnection([far, near], [up, down]));
    const opened = new MemoryOutgoing([near, far], [down, up], received);
    return Promise.resolve(opened);
  }

  /**
   * There is no HTTP.
   *
   * @throws {Error} always.
   */
  serveHttp(): Promise<HttpServer> {
    return Promise.reject(new Error("Cannot serve HTTP: this runtime can't"));
  }

  /**
   * There is no process to end.
   *
   * @throws {Error} always.
   */
  endAtOnce(status: number): never {
    throw new Error(`Cannot end the process with status ${status}`);
  }
}
