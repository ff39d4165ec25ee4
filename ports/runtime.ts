/**
 * What the programs ask of a runtime, and nothing more. What Deno and Node
 * have in common (`node:fs`, `node:process`, `node:sqlite`) is used directly.
 *
 * @module
 */

/** One end of a connection. */
export interface Address {
  /** Host, as an IP address. */
  readonly host: string;
  /** Port. */
  readonly port: number;
}

/** A TCP connection that was accepted. */
export interface Connection {
  /** This end; empty where the other one is. */
  readonly local: Address;
  /** The other end; empty if it had reset the connection by then. */
  readonly peer: Address;
  /**
   * The next bytes, or `null` after the peer's last. They are lent until the
   * next call; not calling is what holds a fast peer back.
   *
   * @throws {Error} if the connection breaks.
   */
  read(): Promise<Uint8Array | null>;
  /**
   * Answers the peer, which OMSP allows only where it has asked for it.
   * Resolves when the system has taken all the bytes.
   *
   * @throws {Error} if the connection breaks.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the connection; a read under way may never be answered. */
  close(): void;
}

/** A TCP connection that was opened, to send. */
export interface OutgoingConnection {
  /** This end. */
  readonly local: Address;
  /** The other end. */
  readonly peer: Address;
  /**
   * Resolves when the peer has closed its side, or this side has closed both.
   *
   * @throws {Error} if the connection breaks.
   */
  readonly closed: Promise<void>;
  /**
   * Resolves when the system has taken all the bytes; awaiting that before the
   * next call is what heeds a slow peer. They must not change until then.
   *
   * @throws {Error} if the connection breaks.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Sends no more, but stays until the peer has closed its side. */
  end(): Promise<void>;
  /** Ends the connection at once, for both sides. */
  close(): void;
}

/** Accepts connections. */
export interface Listener {
  /** Where. */
  readonly address: Address;
  /**
   * The next connection, or `null` once closed.
   *
   * @throws {Error} if one cannot be accepted now; later ones may be.
   */
  accept(): Promise<Connection | null>;
  /** Accepts no more. */
  close(): void;
}

/** One end of the way between a program and one of its workers. */
export interface MessagePort {
  /** Sends plain data; the buffers in `transfer` move and are gone here. */
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  /** Takes what the other end sends; `failed` if that end broke down. */
  listen(
    received: (message: unknown) => void,
    failed: (error: Error) => void,
  ): void;
}

/** A thread of the program. */
export interface WorkerThread extends MessagePort {
  /** Ends the thread at once. */
  terminate(): void;
}

/** A runtime. */
export interface Runtime {
  /** Threads worth starting: one a core, 0 where none may be started. */
  threads(): number;
  /** Starts a thread that keeps databases (`server/rows/worker/store_host.ts`). */
  startStoreWorker(): WorkerThread;
  /**
   * Makes `groups` the only supplementary groups of the program, all of its
   * threads.
   *
   * @throws {Error} if the program may not do that.
   */
  setGroups(groups: readonly number[]): void;
  /**
   * Lets go of files that the runtime has opened for writing by itself, with
   * rights that the program gives up; to be called before it opens its own.
   */
  letGoFiles(): void;
  /** Gives freed memory back to the system, where the runtime can. */
  trimMemory(): void;
  /**
   * Sees to it that SIGUSR1, which the program handles itself, opens no
   * debugger to the other users of the machine; returns whether it can.
   */
  closeDebugger(): boolean;
  /**
   * Listens on a port, 0 for any that is free. Without `host` on every
   * address, IPv6 and IPv4. The system holds up to `backlog` connections
   * until they are accepted.
   *
   * @throws {Error} if that can't be.
   */
  listen(port: number, host?: string, backlog?: number): Promise<Listener>;
  /**
   * Opens a connection. What the peer says is given to `received`, its bytes
   * only lent, and is passed over without it. `signal` ends an attempt that
   * nobody answers, which may take two minutes.
   *
   * @throws {Error} if that can't be.
   */
  connect(
    port: number,
    host: string,
    received?: (bytes: Uint8Array) => void,
    signal?: AbortSignal,
  ): Promise<OutgoingConnection>;
  /**
   * Ends the program at once, even though a call of the system that does not
   * return holds one of its threads.
   */
  endAtOnce(status: number): never;
}
