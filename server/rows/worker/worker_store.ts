/**
 * The server's side: a store with its databases in worker threads.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../shared/log.ts";
import { settlesWithin } from "../../../shared/settles_within.ts";
import type { WorkerThread } from "../../../ports/runtime.ts";
import type { Database } from "../store.ts";
import type { HostedStore } from "./hosted_store.ts";
import { RemoteDatabase, type RemoteMemory } from "./remote_database.ts";
import type { Opened } from "./store_messages.ts";
import { type SilenceLimits, StoreWorker } from "./store_worker.ts";

/** Options of a {@linkcode WorkerStore}. */
export interface WorkerStoreOptions extends RemoteMemory {
  /** Starts a thread that runs `hostStore`. */
  readonly start: () => WorkerThread;
  /** Maximum number of threads. */
  readonly workers: number;
  /** Options of the store in each thread. */
  readonly store: unknown;
  /**
   * Aborted when threads must stop waiting for disks, and the server for
   * threads.
   */
  readonly abandon: AbortSignal;
  /** Maximum silence of a thread. */
  readonly limits?: SilenceLimits;
  /** Milliseconds after which a thread without databases is ended. */
  readonly idleMs?: number;
}

/**
 * Milliseconds after which a thread without databases is ended: it uses more
 * than ten MB, and the next one starts in 0.1 s.
 */
const IDLE_MS = 20_000;

/** Milliseconds that a stop waits for the stores in the threads to end. */
const END_MS = 1_000;

/**
 * Assigns each database to one of a few threads, the least busy one when it is
 * opened.
 */
export class WorkerStore implements HostedStore {
  readonly #options: WorkerStoreOptions;
  readonly #log: Log;
  readonly #idleMs: number;
  #started: StoreWorker[] = [];
  /** Number of threads that remain without databases. */
  #kept = 0;
  readonly #endTimers = new Map<
    StoreWorker,
    ReturnType<typeof setTimeout>
  >();

  /** Threads are started on demand. */
  constructor(options: WorkerStoreOptions, log: Log) {
    this.#options = options;
    this.#log = log;
    this.#idleMs = options.idleMs ?? IDLE_MS;
    options.abandon.addEventListener("abort", () => {
      for (const worker of this.#started) worker.abandon();
    });
  }

  /** Opens a domain's database in one of the threads. */
  async open(domain: string): Promise<Database> {
    const worker = this.#leastBusy();
    worker.databases++;
    try {
      const question = { kind: "open", domain } as const;
      const opened = await worker.ask<Opened>({ question, domain });
      return new RemoteDatabase(
        {
          ...{ worker, domain, number: opened.database },
          closed: () => this.#leave(worker),
        },
        opened,
        this.#options,
      );
    } catch (error) {
      this.#leave(worker);
      throw error;
    }
  }

  /**
   * Whether a call blocks one of the threads, which then can't be terminated.
   */
  get isStuck(): boolean {
    return this.#started.some(({ isStuck }) => isStuck);
  }

  /**
   * Resolves to whether all threads that have not failed answer within `ms`
   * milliseconds, and not all have failed.
   */
  async isAnswering(ms: number): Promise<boolean> {
    const workers = this.#working;
    const haveFailed = this.#started.length > 0 && workers.length === 0;
    if (haveFailed || this.isStuck) return false;
    const answers = Promise.all(workers.map((worker) => worker.answers()));
    return await settlesWithin(answers, ms);
  }

  /**
   * Starts a thread, so that the first database need not wait for it, and keeps
   * one from then on. Resolves when it has started.
   *
   * @throws {StoreError} if it failed.
   */
  async prepare(): Promise<void> {
    this.#kept = 1;
    await this.#leastBusy().answers();
  }

  /** Lets the store in one of the threads recover. */
  recover(): void {
    const worker = this.#leastBusy();
    worker.notify({ kind: "recover" });
    this.#endLater(worker);
  }

  /** Ends the stores in the threads that answer in time, and all threads. */
  async close(): Promise<void> {
    for (const timer of this.#endTimers.values()) clearTimeout(timer);
    const question = { kind: "end" } as const;
    const answers = this.#started.map((worker) =>
      worker.ask({ question, domain: undefined })
    );
    const late = new AbortController();
    await Promise.race([
      Promise.allSettled(answers),
      delay(END_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
    for (const worker of this.#started) worker.terminate();
  }

  #leave(worker: StoreWorker): void {
    worker.databases--;
    if (worker.databases === 0) this.#endLater(worker);
  }

  /** Ends a thread, unless it is used again or has work left by then. */
  #endLater(worker: StoreWorker): void {
    clearTimeout(this.#endTimers.get(worker));
    const timer = setTimeout(() => this.#retire(worker), this.#idleMs);
    this.#endTimers.set(worker, timer);
  }

  async #retire(worker: StoreWorker): Promise<void> {
    if (!this.#mayEnd(worker)) return;
    const question = { kind: "retire" } as const;
    const isDone = await worker.ask<boolean>({ question, domain: undefined })
      // It has failed, which was logged.
      .catch(() => false);
    if (!this.#mayEnd(worker)) return;
    if (!isDone) return this.#endLater(worker);
    this.#started = this.#started.filter((one) => one !== worker);
    this.#endTimers.delete(worker);
    worker.terminate();
  }

  #mayEnd({ databases, broken }: StoreWorker): boolean {
    return databases === 0 && !broken && this.#working.length > this.#kept;
  }

  get #working(): StoreWorker[] {
    return this.#started.filter(({ broken }) => !broken);
  }

  #leastBusy(): StoreWorker {
    const workers = this.#working;
    const idle = workers.find(({ databases }) => databases === 0);
    if (idle !== undefined) return idle;
    if (workers.length < this.#options.workers) return this.#start();
    return workers.reduce((a, b) => b.databases < a.databases ? b : a);
  }

  #start(): StoreWorker {
    const { start, store, limits } = this.#options;
    const worker = new StoreWorker(start(), this.#log, limits);
    worker.notify({ kind: "start", options: store });
    if (this.#options.abandon.aborted) worker.abandon();
    this.#started.push(worker);
    return worker;
  }
}
