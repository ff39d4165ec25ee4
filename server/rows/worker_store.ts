/**
 * The server's side: a store whose databases live in worker threads.
 *
 * @module
 */
import type { Log } from "../../ports/log.ts";
import type { WorkerThread } from "../../ports/runtime.ts";
import type { BufferPool } from "../../ports/buffer_pool.ts";
import {
  type Database,
  type Flush,
  type FlushPlanner,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Store,
  StoreError,
  UnwrittenError,
} from "./store.ts";
import {
  cellBuffers,
  type Opened,
  type StoreNotice,
  type StoreReply,
  type StoreRequest,
  type Written,
} from "./store_messages.ts";

/** How a {@linkcode WorkerStore} is set up. */
export interface WorkerStoreOptions {
  /** Starts a thread that runs `hostStore`. */
  readonly start: () => WorkerThread;
  /** The most threads. */
  readonly workers: number;
  /** What the store in each thread is told. */
  readonly store: unknown;
  /** Makes the threads wait no longer for locks and disks. */
  readonly abandon: AbortSignal;
  /** Lays rows out for the store, here, where there is more time. */
  readonly planner: FlushPlanner;
  /** Takes back the buffers of written rows. */
  readonly buffers: BufferPool;
}

/** Threads started ahead of the first client: a start takes 0.1 s. */
const FIRST_WORKERS = 2;

/** Pins each database to one of a few threads, the least busy at its opening. */
export class WorkerStore implements Store {
  readonly #options: WorkerStoreOptions;
  readonly #log: Log;
  #workers: StoreWorker[] = [];

  /** The first threads are started at once, others when there is a need. */
  constructor(options: WorkerStoreOptions, log: Log) {
    this.#options = options;
    this.#log = log;
    const { workers } = options;
    for (let i = 0; i < Math.min(workers, FIRST_WORKERS); i++) this.#start();
    options.abandon.addEventListener("abort", () => {
      for (const worker of this.#workers) worker.tell({ kind: "abandon" });
    });
  }

  /** Opens a domain's database in one of the threads. */
  open(domain: string): Promise<Database> {
    return this.#open(domain);
  }

  /** Opens a scratch database in one of the threads. */
  openScratch(): Promise<Database> {
    return this.#open(undefined);
  }

  async #open(domain: string | undefined): Promise<Database> {
    const worker = this.#leastBusy();
    worker.databases++;
    try {
      const opened = await worker.ask<Opened>({ kind: "open", domain });
      return new RemoteDatabase(worker, opened, this.#options);
    } catch (error) {
      worker.databases--;
      throw error;
    }
  }

  /** Ends the threads. */
  close(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #leastBusy(): StoreWorker {
    this.#workers = this.#workers.filter(({ broken }) => !broken);
    const idle = this.#workers.find(({ databases }) => databases === 0);
    if (idle !== undefined) return idle;
    if (this.#workers.length < this.#options.workers) return this.#start();
    return this.#workers.reduce((a, b) => b.databases < a.databases ? b : a);
  }

  #start(): StoreWorker {
    const worker = new StoreWorker(this.#options.start(), this.#log);
    worker.tell({ kind: "start", options: this.#options.store });
    this.#workers.push(worker);
    return worker;
  }
}

const BROKEN = "The thread that keeps the database broke down";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

/** A request without the number that it gets when it is sent. */
type Question = StoreRequest extends infer R
  ? R extends StoreRequest ? Omit<R, "id"> : never
  : never;

/** One thread, and what was asked of it. */
class StoreWorker {
  /** How many databases it has open. */
  databases = 0;
  /** Whether it broke down, and answers nobody any more. */
  broken = false;
  readonly #thread: WorkerThread;
  readonly #log: Log;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(thread: WorkerThread, log: Log) {
    this.#thread = thread;
    this.#log = log;
    // Only our own side of the thread sends messages: they are well-formed.
    thread.listen(
      (message) => this.#receive(message as StoreReply),
      (error) => this.#fail(error),
    );
  }

  tell(notice: StoreNotice): void {
    this.#thread.post(notice);
  }

  ask<T>(question: Question, transfer: ArrayBuffer[] = []): Promise<T> {
    if (this.broken) return Promise.reject(new StoreError(BROKEN));
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: (result) => resolve(result as T),
        reject,
      });
      this.#thread.post({ ...question, id }, transfer);
    });
  }

  terminate(): void {
    this.#thread.terminate();
  }

  #receive(reply: StoreReply): void {
    if (reply.kind === "log") {
      return this.#log[reply.level](reply.message, reply.facts);
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === "done") waiting?.resolve(reply.result);
    else waiting?.reject(toError(reply));
  }

  #fail(cause: Error): void {
    this.broken = true;
    this.#log.error("A store worker broke down: {reason}", {
      reason: cause.message,
    });
    for (const { reject } of this.#waiting.values()) {
      reject(new StoreError(BROKEN, { cause }));
    }
    this.#waiting.clear();
  }
}

function toError(
  { message, hint, flush }: Extract<StoreReply, { kind: "failed" }>,
): StoreError {
  return flush === undefined
    ? new StoreError(message, { hint })
    : new UnwrittenError(message, flush, { hint });
}

/** A database in another thread. */
class RemoteDatabase implements Database {
  readonly uri: string;
  readonly found: Found;
  readonly takesImages: boolean;
  readonly #worker: StoreWorker;
  readonly #number: number;
  readonly #options: WorkerStoreOptions;

  constructor(
    worker: StoreWorker,
    opened: Opened,
    options: WorkerStoreOptions,
  ) {
    this.uri = opened.uri;
    this.found = opened.found;
    this.#worker = worker;
    this.#number = opened.database;
    this.takesImages = opened.takesImages;
    this.#options = options;
  }

  join(member: Member): Promise<Joined> {
    const database = this.#number;
    return this.#worker.ask<Joined>({ kind: "join", database, member });
  }

  async write(flush: Flush): Promise<Outcome> {
    const { planner } = this.#options;
    const prepared = this.takesImages ? planner.prepare(flush) : flush;
    const { buffers, outcome } = await this.#worker.ask<Written>(
      { kind: "write", database: this.#number, flush: prepared },
      cellBuffers(prepared),
    );
    planner.release(prepared);
    for (const buffer of buffers) this.#options.buffers.give(buffer);
    return outcome;
  }

  async sync(): Promise<void> {
    await this.#worker.ask({ kind: "sync", database: this.#number });
  }

  async close(): Promise<void> {
    this.#worker.databases--;
    await this.#worker.ask({ kind: "close", database: this.#number });
  }
}
