/**
 * The messages between the server and its store workers.
 *
 * @module
 */
import type { LogFacts, LogLevel } from "../../../shared/log.ts";
import type { Found, Joined, Member, Outcome, Progress } from "../store.ts";
import type { PermittedFlush } from "./commit_permit.ts";

/** From the server to a worker. Every request is answered with its `id`. */
export type StoreRequest =
  | {
    readonly kind: "open";
    readonly id: number;
    readonly domain: string;
  }
  | {
    readonly kind: "join";
    readonly id: number;
    readonly database: number;
    readonly member: Member;
  }
  | {
    readonly kind: "findStreams";
    readonly id: number;
    readonly database: number;
    readonly prefix: string;
  }
  | {
    readonly kind: "write";
    readonly id: number;
    readonly database: number;
    readonly flush: PermittedFlush;
  }
  | { readonly kind: "sync"; readonly id: number; readonly database: number }
  | { readonly kind: "rest"; readonly id: number; readonly database: number }
  | { readonly kind: "close"; readonly id: number; readonly database: number }
  | { readonly kind: "end"; readonly id: number }
  /** Like `end`, if nothing is left to do; the answer is whether that is so. */
  | { readonly kind: "retire"; readonly id: number };

/** From the server to a worker: at the start, occasionally, and at the end. */
export type StoreNotice =
  | { readonly kind: "start"; readonly options: unknown }
  /** To one worker only: see `HostedStore.recover`. */
  | { readonly kind: "recover" }
  /** To be answered at once, even if the worker waits for something. */
  | { readonly kind: "ping" }
  | { readonly kind: "abandon" };

/** The answer to `open`. */
export interface Opened {
  /** Number of the database in later requests. */
  readonly database: number;
  /** Its URI. */
  readonly uri: string;
  /** Its contents. */
  readonly found: Found;
}

/** From a worker to the server. */
export type StoreReply =
  | {
    readonly kind: "done";
    readonly id: number;
    readonly result:
      | Opened
      | Joined
      | readonly Progress[]
      | Outcome
      | boolean
      | undefined;
  }
  | {
    readonly kind: "failed";
    readonly id: number;
    readonly message: string;
    readonly hint: string | undefined;
  }
  | { readonly kind: "alive" }
  | {
    readonly kind: "log";
    readonly level: LogLevel;
    readonly message: string;
    readonly facts: LogFacts | undefined;
  };

/** What is sent to a worker: several messages at once arrive in this order. */
export type ToWorker =
  | StoreRequest
  | StoreNotice
  | (StoreRequest | StoreNotice)[];

/** What a worker sends: requests that came together are answered together. */
export type FromWorker = StoreReply | StoreReply[];

/**
 * Buffers of this size and above are moved to the other thread instead of being
 * copied once more. Smaller ones are not: the first buffer that is detached
 * invalidates much of the code that V8 has compiled.
 */
const MOVED_BYTES = 1024 * 1024;

/** A flush for another thread, and the memory that moves with it. */
export interface SentFlush {
  /** The flush. */
  readonly flush: PermittedFlush;
  /** Its large buffers. */
  readonly transfer: ArrayBuffer[];
}

/**
 * Copies a flush for another thread: the sender keeps the rows until they are
 * stored. A message carries the whole buffer of an array, so only the used part
 * is copied. Shared memory is not copied, as both threads see it.
 */
export function copyFlush(flush: PermittedFlush): SentFlush {
  const transfer: ArrayBuffer[] = [];
  const rows = flush.rows.map(({ handle, cells }) => {
    const bytes = cells.bytes.slice();
    const offsets = cells.offsets.slice();
    for (const { buffer } of [bytes, offsets]) {
      if (buffer.byteLength >= MOVED_BYTES) transfer.push(buffer);
    }
    return { handle, cells: { ...cells, bytes, offsets } };
  });
  return { flush: { ...flush, rows }, transfer };
}
