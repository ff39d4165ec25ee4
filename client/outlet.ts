/**
 * The interface between a client and its destinations.
 *
 * @module
 */
import type {
  Address,
  ClientTls,
  OutgoingConnection,
} from "../ports/runtime.ts";

/** Opens connections; what a client needs of a runtime. */
export interface Dialer {
  /**
   * Opens a connection; passes received bytes to `received`, valid during the
   * call. `signal` aborts an attempt without an answer. With `tls` the
   * connection is secure.
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
}

/** Receives what the other end sends. */
export type Received = (bytes: Uint8Array) => void;

/** An open connection to a destination. */
export interface Outlet {
  /** The local end, if it is a network connection. */
  readonly local?: Address;
  /** Whether the other end knows nothing of what was sent before. */
  readonly fresh: boolean;
  /** Settles when nothing more can be sent. */
  readonly closed: Promise<void>;
  /**
   * Resolves when the system has accepted all the bytes.
   *
   * @throws {Error} if it does not.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when the other end has accepted everything and closed. */
  end(): Promise<void>;
  /** Closes at once. */
  close(): void;
}

/** A destination of bytes. */
export interface Destination {
  /** Its name, for users. */
  readonly name: string;
  /**
   * Opens it; `signal` aborts the attempt.
   *
   * @throws {Error} if that fails.
   */
  open(received: Received, signal: AbortSignal): Promise<Outlet>;
}
