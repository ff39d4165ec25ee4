/**
 * Options of a client.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import type { Address, ClientTls } from "../ports/runtime.ts";

/** Which tuples are dropped when the buffer is full. */
export type DropPolicy = "newest" | "oldest";

/**
 * State of a client. `idle`: nothing to send, no connection. `connecting`:
 * opening one. `connected`: sending, or ready to. `waiting`: pausing before it
 * reconnects. `closed`: permanently.
 */
export type ClientState =
  | "idle"
  | "connecting"
  | "connected"
  | "waiting"
  | "closed";

/** Notified at once. Its methods must neither throw nor block. */
export interface ClientObserver {
  /** The state changed; `local` is the local end of the connection. */
  stateChanged?(state: ClientState, local?: Address): void;
  /** Something failed; the client handles it and continues. */
  failed?(error: Error): void;
  /** More tuples were dropped because the buffer is full. */
  dropped?(tuples: number): void;
  /** More tuples were delivered; with `resume`, stored. */
  delivered?(tuples: number): void;
}

/** Options of a client. */
export interface ClientOptions {
  /**
   * Where measurements go: `tcp:HOST:PORT`, `HOST:PORT`, `HOST`,
   * `tls:HOST:PORT` for TLS, `file:PATH` (appended to), or `file:-` for stdout.
   */
  readonly collect: string;
  /** How the server of a `tls:` target is verified. */
  readonly tls?: ClientTls;
  /** The experiment, and so the database. */
  readonly domain: string;
  /** Name of the sender; unique in the experiment. */
  readonly senderId: string;
  /** The program; tables are called `<appName>_<measurement point>`. */
  readonly appName: string;
  /**
   * Encoding of tuples. Text keeps every bit of a double; binary keeps 30 bits
   * of its mantissa, and strings of up to 254 bytes.
   *
   * @default {"text"}
   */
  readonly content?: ContentMode;
  /**
   * Bytes of encoded tuples that are buffered while they can't be sent.
   *
   * @default {1048576}
   */
  readonly bufferBytes?: number;
  /**
   * Which tuples are dropped when the buffer is full.
   *
   * @default {"newest"}
   */
  readonly drop?: DropPolicy;
  /**
   * Whether to ask the server what it has stored, so that nothing is lost or
   * duplicated, whatever breaks. Only for an oml2-server or proxy of this
   * project.
   *
   * @default {false}
   */
  readonly resume?: boolean;
  /**
   * UNIX time in seconds. Default: the system's time at the start, advanced by
   * the monotonic clock.
   */
  readonly clock?: () => number;
  /**
   * Whether the client also measures itself, as liboml2 does: at most once a
   * second, after a tuple, in the table `_client_instrumentation`.
   *
   * @default {false}
   */
  readonly instrument?: boolean;
  /** Notified of events. */
  readonly observer?: ClientObserver;
}

/** Options of closing a client. */
export interface CloseOptions {
  /**
   * Milliseconds to wait for the collection point.
   *
   * @default {10_000}
   */
  readonly timeout?: number;
}

/** Default size of a client's buffer. */
export const DEFAULT_BUFFER_BYTES: number = 1024 * 1024;

/** Default number of milliseconds that closing a client waits. */
export const DEFAULT_CLOSE_MS = 10_000;

/** UNIX time in seconds that never goes back. */
export function steadyClock(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
