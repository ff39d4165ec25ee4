/**
 * The server's side of a database in a worker thread.
 *
 * @module
 */
import type { BufferPool } from "../../../shared/buffer_pool.ts";
import { recycleCells } from "../../batches/cells.ts";
import {
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Progress,
  StoreError,
  UnwrittenError,
} from "../store.ts";
import { makePermit, withdrawPermit } from "./commit_permit.ts";
import type { FlushPlanner } from "../flush_planner.ts";
import { copyFlush, type Opened } from "./store_messages.ts";
import type { Question, StoreWorker } from "./store_worker.ts";

/** Where a {@linkcode RemoteDatabase} is. */
export interface RemotePlace {
  /** Its thread. */
  readonly worker: StoreWorker;
  /** Its domain. */
  readonly domain: string;
  /** Its number in the thread. */
  readonly number: number;
  /** Called when it is closed. */
  readonly closed: () => void;
}

/** What prepares flushes for it, and gets their memory back. */
export interface RemoteMemory {
  /** Prepares flushes for the store, in this thread, which has more time. */
  readonly planner?: FlushPlanner;
  /** Receives the buffers of written rows. */
  readonly buffers: BufferPool;
}

/** A database in another thread. */
export class RemoteDatabase implements Database {
  readonly uri: string;
  readonly found: Found;
  readonly #place: RemotePlace;
  readonly #memory: RemoteMemory;

  /** Asks the thread for everything. */
  constructor(
    place: RemotePlace,
    { uri, found }: Opened,
    memory: RemoteMemory,
  ) {
    this.uri = uri;
    this.found = found;
    this.#place = place;
    this.#memory = memory;
  }

  join(member: Member): Promise<Joined> {
    const { number: database } = this.#place;
    return this.#ask<Joined>({ kind: "join", database, member });
  }

  findStreams(prefix: string): Promise<readonly Progress[]> {
    const { number: database } = this.#place;
    return this.#ask({ kind: "findStreams", database, prefix });
  }

  /** The thread gets a copy: it may never answer, and the rows stay here. */
  async write(flush: Flush): Promise<Outcome> {
    const { number: database } = this.#place;
    const { planner } = this.#memory;
    const plan = planner?.plan(flush) ?? flush;
    const permit = makePermit();
    const sent = copyFlush({ ...plan, permit });
    try {
      const outcome = await this.#ask<Outcome>(
        { kind: "write", database, flush: sent.flush },
        sent.transfer,
      );
      this.#release(plan);
      return outcome;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const isInDoubt = !withdrawPermit(permit);
      throw new UnwrittenError(error, {
        // At a stop there may be hundreds: each is restored when it is read.
        get flush() {
          return planner?.restore(plan) ?? plan;
        },
        isInDoubt,
      });
    }
  }

  async sync(): Promise<void> {
    await this.#ask({ kind: "sync", database: this.#place.number });
  }

  async rest(): Promise<void> {
    await this.#ask({ kind: "rest", database: this.#place.number });
  }

  async close(): Promise<void> {
    try {
      await this.#ask({ kind: "close", database: this.#place.number });
    } finally {
      this.#place.closed();
    }
  }

  #ask<T>(question: Question, transfer?: ArrayBuffer[]): Promise<T> {
    const { worker, domain } = this.#place;
    return worker.ask<T>({ question, domain, transfer });
  }

  #release(flush: Flush): void {
    const { planner, buffers } = this.#memory;
    planner?.release(flush);
    for (const { cells } of flush.rows) recycleCells(cells, buffers);
  }
}
