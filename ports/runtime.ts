/**
 * The interface between the programs and a runtime. What Deno and Node share
 * (`node:fs`, `node:process`, `node:sqlite`) is used directly.
 *
 * @module
 */

import type { Socket } from "node:net";
import type { HttpOptions, HttpServer } from "./http.ts";

/** One end of a connection. */
export interface Address {
  /** Host, as an IP address. */
  readonly host: string;
  /** Port. */
  readonly port: number;
}

/**
 * Takes bytes as soon as they arrive, synchronously and without throwing, or
 * returns them to the read that waits.
 */
export type EarlyTaker = (bytes: Uint8Array) => Uint8Array | undefined;

/** An accepted TCP connection. */
export interface Connection {
  /** The local end; empty if the other one is. */
  readonly local: Address;
  /** The other end; empty if it reset the connection before it was accepted. */
  readonly peer: Address;
  /**
   * The names in the client's certificate, which was verified; unset without
   * TLS, empty without a certificate.
   */
  readonly names?: readonly string[];
  /**
   * The next bytes, or `null` after the peer's last; valid until the next call.
   * Not calling it applies back-pressure. Unless `readsAhead` is false, a little
   * of what follows may be read before the next call.
   *
   * @throws {Error} if the connection breaks.
   */
  read(readsAhead?: boolean): Promise<Uint8Array | null>;
  /**
   * Calls `take` with bytes that arrive while a read waits. The read goes on
   * waiting, which costs less than to complete it, unless `take` returns what
   * is left: bytes, or an empty array. Not every connection can do this.
   */
  takeEarly?(take: EarlyTaker): void;
  /**
   * Answers the peer, which OMSP allows only if it has asked. Resolves when the
   * system has accepted all the bytes.
   *
   * @throws {Error} if the connection breaks.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Closes the connection; a pending read may never resolve. */
  close(): void;
}

/** How a server is verified; paths of files in PEM format. */
export interface ClientTls {
  /** Certificates of CAs, in addition to the well-known ones. */
  readonly ca?: string | undefined;
  /** A certificate of this client. */
  readonly cert?: string | undefined;
  /** Its key. */
  readonly key?: string | undefined;
}

/** A TCP connection opened by this side. */
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
   * Resolves when the system has accepted all the bytes; await it before the
   * next call to respect back-pressure. The bytes must not change until then.
   *
   * @throws {Error} if the connection breaks.
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Closes the sending side; the connection stays until the peer closes its
   * side.
   */
  end(): Promise<void>;
  /** Closes both sides at once. */
  close(): void;
}

/** Decides who may connect to a port. */
export interface Gate {
  /**
   * Whether `peer` may connect, asked when it has; otherwise its connection is
   * closed, and nothing of it read.
   */
  admits(peer: Address): boolean;
  /** Makes admitted connections secure; without it they stay plain. */
  readonly upgrade?: SocketUpgrade | undefined;
}

/** Makes accepted connections secure. */
export interface SocketUpgrade {
  /**
   * Takes over `socket`, of which nothing was read; calls `done` with the
   * connection, unless it fails.
   */
  accept(socket: Socket, done: (connection: Connection) => void): void;
}

/** Accepts connections. */
export interface Listener {
  /** The address. */
  readonly address: Address;
  /**
   * The next connection, or `null` once closed.
   *
   * @throws {Error} if one cannot be accepted now; later ones may be.
   */
  accept(): Promise<Connection | null>;
  /** Stops accepting. */
  close(): void;
}

/** One end of the channel between a program and one of its worker threads. */
export interface MessagePort {
  /**
   * Sends a copy of plain data. Shared memory is not copied; buffers in
   * `transfer` are moved.
   */
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  /** Receives messages; `failed` is called if the other end fails. */
  listen(
    received: (message: unknown) => void,
    failed: (error: Error) => void,
  ): void;
}

/** A worker thread. */
export interface WorkerThread extends MessagePort {
  /** Ends the thread at once. */
  terminate(): void;
}

/**
 * What a worker thread does: write databases
 * (`server/rows/worker/store_host.ts`), or read stored experiments
 * (`archive/worker/archive_host.ts`).
 */
export type WorkerTask = "store" | "archive";

/** A runtime. */
export interface Runtime {
  /**
   * Number of threads worth starting: one per core, 0 if none may be started.
   */
  threads(): number;
  /** Starts a worker thread. */
  startWorker(task: WorkerTask): WorkerThread;
  /**
   * Makes `groups` the only supplementary groups of the process and all its
   * threads.
   *
   * @throws {Error} if that is not permitted.
   */
  setGroups(groups: readonly number[]): void;
  /**
   * Closes files that the runtime has opened for writing by itself, before the
   * program drops privileges; to be called before it opens its own.
   */
  letGoFiles(): void;
  /** Gives freed memory back to the system, where the runtime can. */
  trimMemory(): void;
  /**
   * Unmaps the pages of the program's own file, where the runtime can: those
   * that are used again are mapped again, which takes the program some tens of
   * milliseconds at full speed, and the kernel need not keep the others.
   */
  unmapProgram(): void;
  /**
   * Ensures that SIGUSR1, which the program handles itself, does not open a
   * debugger to other users of the machine; returns whether it can.
   */
  closeDebugger(): boolean;
  /**
   * Listens on a port, 0 for any free one; without `host` on all addresses,
   * IPv6 and IPv4. The system queues up to `backlog` connections until they are
   * accepted. With `gate`, only those that it admits are.
   *
   * @throws {Error} if that fails.
   */
  listen(
    port: number,
    host?: string,
    backlog?: number,
    gate?: Gate,
  ): Promise<Listener>;
  /**
   * Opens a connection. Received bytes are passed to `received`, valid during
   * the call, or discarded without it. `signal` aborts an attempt without an
   * answer, which may take two minutes. With `tls` the connection is secure.
   *
   * @throws {Error} if that fails.
   */
  connect(
    port: number,
    host: string,
    received?: (bytes: Uint8Array) => void,
    signal?: AbortSignal,
    tls?: ClientTls,
  ): Promise<OutgoingConnection>;
  /**
   * Serves HTTP. What that needs is loaded by the first call.
   *
   * @throws {Error} if it can't listen.
   */
  serveHttp(options: HttpOptions): Promise<HttpServer>;
  /**
   * Ends the program at once, even if a blocked system call occupies one of its
   * threads.
   */
  endAtOnce(status: number): never;
}
