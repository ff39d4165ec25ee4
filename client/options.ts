/**
 * What a client can be told.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import type { Address } from "../ports/runtime.ts";

/** Which tuples give way when the buffer is full. */
export type DropPolicy = "newest" | "oldest";

/**
 * What a client is doing. `idle`: nothing to send, no connection. `connecting`:
 * opening one. `connected`: sending, or ready to. `waiting`: until it tries
 * again to open one. `closed`: for good.
 */
export type ClientState =
  | "idle"
  | "connecting"
  | "connected"
  | "waiting"
  | "closed";

/** Told of what happens, at once. None of the methods may throw or wait. */
export interface ClientObserver {
  /** The client is in another state; `local` is its end of a connection. */
  stateChanged?(state: ClientState, local?: Address): void;
  /** Something failed; the client deals with it, and goes on. */
  failed?(error: Error): void;
  /** So many tuples more were given up, for the buffer is full. */
  dropped?(tuples: number): void;
  /** So many tuples more are delivered; with `resume`, safely stored. */
  delivered?(tuples: number): void;
}

/** How a client works. */
export interface ClientOptions {
  /**
   * Where measurements go: `tcp:HOST:PORT`, `HOST:PORT`, `HOST`, `file:PATH`
   * (appended to), or `file:-` for stdout.
   */
  readonly collect: string;
  /** The experiment, and so the database. */
  readonly domain: string;
  /** Who measures; unique in the experiment. */
  readonly senderId: string;
  /** The program; tables are called `<appName>_<measurement point>`. */
  readonly appName: string;
  /**
   * How tuples are written. Text keeps every bit of a double; binary keeps 30
   * of its mantissa, and no string over 254 bytes.
   *
   * @default {"text"}
   */
  readonly content?: ContentMode;
  /**
   * Bytes of encoded tuples that are kept while they cannot be sent.
   *
   * @default {1048576}
   */
  readonly bufferBytes?: number;
  /**
   * Which tuples give way when the buffer is full.
   *
   * @default {"newest"}
   */
  readonly drop?: DropPolicy;
  /**
   * Whether to ask the server what it has stored, so that nothing is lost or
   * doubled whatever breaks. For an oml2-server or proxy of this project only.
   *
   * @default {false}
   */
  readonly resume?: boolean;
  /**
   * UNIX time in seconds. Without it the system's time at the start, and from
   * then on a clock that no one sets.
   */
  readonly clock?: () => number;
  /**
   * Whether the client also measures itself, as liboml2 does: at most once a
   * second, behind a tuple, in the table `_client_instrumentation`.
   *
   * @default {false}
   */
  readonly instrument?: boolean;
  /** Told of what happens. */
  readonly observer?: ClientObserver;
}

/** How a client is closed. */
export interface CloseOptions {
  /**
   * Milliseconds to wait for the collection point.
   *
   * @default {10_000}
   */
  readonly timeout?: number;
}

/** The bytes that a client keeps unless told otherwise. */
export const DEFAULT_BUFFER_BYTES: number = 1024 * 1024;

/** Milliseconds that closing a client waits unless told otherwise. */
export const DEFAULT_CLOSE_MS = 10_000;

/** UNIX time in seconds that never goes back. */
export function steadyClock(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
