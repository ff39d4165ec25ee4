/**
 * What is said between the server and its store workers.
 *
 * @module
 */
import type { LogFacts, LogLevel } from "../../../shared/log.ts";
import type { Found, Joined, Member, Outcome } from "../store.ts";
import type { PermittedFlush } from "./commit_permit.ts";

/** From the server to a worker. Every request is answered by its `id`. */
export type StoreRequest =
  | {
    readonly kind: "open";
    readonly id: number;
    /** Without one, a scratch database is opened. */
    readonly domain: string | undefined;
  }
  | {
    readonly kind: "join";
    readonly id: number;
    readonly database: number;
    readonly member: Member;
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
  | { readonly kind: "end"; readonly id: number };

/** From the server to a worker: at the start, now and then, and at the end. */
export type StoreNotice =
  | { readonly kind: "start"; readonly options: unknown }
  /** To one worker only: see `HostedStore.recover`. */
  | { readonly kind: "recover" }
  /** To be answered at once, whatever the worker waits for. */
  | { readonly kind: "ping" }
  | { readonly kind: "abandon" };

/** What `open` is answered with. */
export interface Opened {
  /** Number of the database in later requests. */
  readonly database: number;
  /** Where it is. */
  readonly uri: string;
  /** What was there. */
  readonly found: Found;
}

/** From a worker to the server. */
export type StoreReply =
  | {
    readonly kind: "done";
    readonly id: number;
    readonly result: Opened | Joined | Outcome | undefined;
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

/**
 * A copy of a flush for another thread: whoever sends it keeps the rows until
 * they are stored. A message takes the whole buffer of an array along, so only
 * the part in use is sent. Shared memory is not copied, as both threads see it.
 */
export function copyFlush(flush: PermittedFlush): PermittedFlush {
  const rows = flush.rows.map(({ handle, cells }) => {
    const bytes = cells.bytes.slice();
    const offsets = cells.offsets.slice();
    return { handle, cells: { ...cells, bytes, offsets } };
  });
  return { ...flush, rows };
}
