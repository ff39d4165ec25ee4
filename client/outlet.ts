/**
 * What a client asks of the places that take its bytes.
 *
 * @module
 */
import type { Address, OutgoingConnection } from "../ports/runtime.ts";

/** Opens connections; what a client needs of a runtime. */
export interface Dialer {
  /**
   * Opens a connection; `received` is lent what the peer says. `signal` ends
   * an attempt that nobody answers.
   *
   * @throws {Error} if that can't be.
   */
  connect(
    port: number,
    host: string,
    received?: (bytes: Uint8Array) => void,
    signal?: AbortSignal,
  ): Promise<OutgoingConnection>;
}

/** Told what the other end says. */
export type Received = (bytes: Uint8Array) => void;

/** An open way to a destination. */
export interface Outlet {
  /** This end, if it is a connection. */
  readonly local?: Address;
  /** Whether the other end knows nothing of what was sent before. */
  readonly fresh: boolean;
  /** Settles when nothing more can be sent. */
  readonly closed: Promise<void>;
  /**
   * Resolves when the system has taken all the bytes.
   *
   * @throws {Error} if it does not.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when the other end has taken all there is, and closed. */
  end(): Promise<void>;
  /** Gives up at once. */
  close(): void;
}

/** A place that takes bytes. */
export interface Destination {
  /** What people call it. */
  readonly name: string;
  /**
   * Opens a way to it; `signal` ends the attempt.
   *
   * @throws {Error} if that can't be now.
   */
  open(received: Received, signal: AbortSignal): Promise<Outlet>;
}
