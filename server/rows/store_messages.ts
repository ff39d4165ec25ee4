/**
 * What is said between the server and its store workers.
 *
 * @module
 */
import type { LogFacts, LogLevel } from "../../ports/log.ts";
import type { Flush, Found, Joined, Member, Outcome } from "./store.ts";

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
    readonly flush: Flush;
  }
  | { readonly kind: "sync"; readonly id: number; readonly database: number }
  | { readonly kind: "close"; readonly id: number; readonly database: number };

/** From the server to a worker: first of all, and at the end. */
export type StoreNotice =
  | { readonly kind: "start"; readonly options: unknown }
  | { readonly kind: "abandon" };

/** What `open` is answered with. */
export interface Opened {
  /** Number of the database in later requests. */
  readonly database: number;
  /** Where it is. */
  readonly uri: string;
  /** What was there. */
  readonly found: Found;
  /** Whether it takes rows as an image. */
  readonly takesImages: boolean;
}

/** Buffers of written rows come back, to be filled again. */
export interface Written {
  /** What became of them. */
  readonly outcome: Outcome;
  /** The buffers. */
  readonly buffers: readonly ArrayBuffer[];
}

/** From a worker to the server. */
export type StoreReply =
  | {
    readonly kind: "done";
    readonly id: number;
    readonly result: Opened | Joined | Written | undefined;
  }
  | {
    readonly kind: "failed";
    readonly id: number;
    readonly message: string;
    readonly hint: string | undefined;
    /** What was to be written comes back whole. */
    readonly flush: Flush | undefined;
  }
  | {
    readonly kind: "log";
    readonly level: LogLevel;
    readonly message: string;
    readonly facts: LogFacts | undefined;
  };

/** The buffers of a flush's cells, which move with the message. */
export function cellBuffers({ rows }: Flush): ArrayBuffer[] {
  return rows.flatMap(({ cells: { bytes, offsets } }) => [
    bytes.buffer,
    offsets.buffer,
  ]);
}
