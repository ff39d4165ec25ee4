/**
 * The experiments that have clients.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../shared/log.ts";
import {
  Observers,
  type ServerObserver,
  type StorageObserver,
} from "../observer.ts";
import { BufferPool } from "../../shared/buffer_pool.ts";
import type { ExperimentStatus } from "../status/server_status.ts";
import { Commits } from "./commits.ts";
import { LongMessages } from "./long_messages.ts";
import { Experiment } from "./experiment.ts";
import type { ExperimentOptions } from "./experiment_options.ts";
import { StepTimer } from "./step_timer.ts";
import { type Store, StoreError } from "../rows/store.ts";

/** Context of the experiments, besides their store. */
export interface ExperimentsContext {
  /** Their log. */
  readonly log: Log;
  /** Memory for their batches. */
  readonly buffers?: BufferPool;
  /** Observer notified when databases are opened and closed. */
  readonly observer?: ServerObserver;
  /** Notified of commits and rejected samples. */
  readonly storageObserver?: StorageObserver;
  /** Maximum number of open databases. */
  readonly most?: number;
  /** Undecoded bytes, which use the same memory. */
  readonly undecoded?: () => number;
}

interface Entry {
  readonly opening: Promise<Experiment>;
  /** Set once it is open. */
  experiment?: Experiment;
  users: number;
  /**
   * Number of users whose clients are about to disconnect, or have
   * disconnected.
   */
  leaving: number;
  /** When {@linkcode Experiment.rest} was last called. */
  restedAt: number;
}

/**
 * Milliseconds between two last clients below which a next one is awaited
 * briefly.
 */
const BRIEF_VISIT_MS = 1_000;

/**
 * Milliseconds in which the next of many short-lived clients connects, so that
 * not each of them counts as the last one.
 */
const NEXT_CLIENT_MS = 5;

/** Steps of the time after which rows are committed: databases take turns. */
const COMMIT_STEPS = 4;

/** The part of the memory above which no long message is decoded. */
const LONG_PART = 1 / 4;

/** Whether all clients have disconnected, or are about to. */
function isDeserted({ leaving, users }: Entry): boolean {
  return leaving >= users;
}

/** Opens an experiment for its first client, and closes it after its last. */
export class Experiments {
  readonly #store: Store;
  readonly #options: ExperimentOptions;
  readonly #buffers: BufferPool;
  readonly #log: Log;
  readonly #observer: ServerObserver;
  readonly #storageObserver: StorageObserver | undefined;
  readonly #most: number;
  readonly #undecoded: () => number;
  readonly #timer: StepTimer;
  readonly #commits: Commits;
  readonly #open = new Map<string, Entry>();
  readonly #closing = new Map<string, Promise<void>>();
  /** Decides when long messages are decoded, across all experiments. */
  readonly longMessages: LongMessages = new LongMessages(() =>
    this.#queuedBytes < this.#options.allBytes * LONG_PART
  );

  /** Databases come from `store`. */
  constructor(
    store: Store,
    options: ExperimentOptions,
    context: ExperimentsContext,
  ) {
    const { log, buffers, observer, most = Infinity, undecoded = () => 0 } =
      context;
    this.#storageObserver = context.storageObserver;
    this.#commits = new Commits(undefined, context.storageObserver);
    this.#store = store;
    this.#options = options;
    this.#timer = new StepTimer(options.commitAfter / COMMIT_STEPS);
    this.#buffers = buffers ?? new BufferPool();
    this.#log = log;
    this.#observer = observer ?? new Observers();
    this.#most = most;
    this.#undecoded = undecoded;
  }

  /** Number of open databases. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Returns the experiment of a domain for one more client.
   *
   * @throws {StoreError} if its database cannot be opened, or too many are.
   */
  async acquire(domain: string): Promise<Experiment> {
    let entry = this.#open.get(domain);
    if (entry === undefined) {
      if (this.size >= this.#most) throw this.#tooMany(domain);
      entry = {
        opening: this.#openExperiment(domain),
        users: 0,
        leaving: 0,
        restedAt: -Infinity,
      };
      this.#open.set(domain, entry);
    }
    entry.users++;
    try {
      return entry.experiment = await entry.opening;
    } catch (error) {
      if (this.#open.get(domain) === entry) this.#open.delete(domain);
      throw error;
    }
  }

  /**
   * A client is about to disconnect. If it is the last one, other programs find
   * everything in place when this resolves, although the database stays open.
   */
  async leave(experiment: Experiment): Promise<void> {
    const entry = this.#open.get(experiment.domain);
    if (entry === undefined) return;
    entry.leaving++;
    if (!isDeserted(entry)) return;
    const since = performance.now() - entry.restedAt;
    if (since < BRIEF_VISIT_MS) await delay(NEXT_CLIENT_MS);
    if (!isDeserted(entry)) return;
    entry.restedAt = performance.now();
    await experiment.rest();
  }

  /**
   * A client has disconnected; `hasLeft` if {@linkcode Experiments.leave} was
   * called for it. The last client's call resolves when the database is closed.
   *
   * @throws {StoreError} if not everything could be stored.
   */
  async release(experiment: Experiment, hasLeft = false): Promise<void> {
    const { domain } = experiment;
    const entry = this.#open.get(domain);
    if (entry === undefined) return;
    if (hasLeft) entry.leaving--;
    if (--entry.users > 0) return;
    this.#open.delete(domain);
    const closing = experiment.close().finally(() =>
      this.#closing.delete(domain)
    );
    this.#closing.set(domain, closing);
    await closing;
    if (!experiment.isAway) this.#observer.databaseClosed(experiment.uri);
  }

  /** The status of each open experiment. */
  status(): ExperimentStatus[] {
    return [...this.#open.values()].flatMap(({ experiment, users }) =>
      experiment === undefined
        ? []
        : [{ ...experiment.status(), clients: users }]
    );
  }

  /** Bytes of all experiments that wait to be stored. */
  get #queuedBytes(): number {
    let bytes = 0;
    for (const { experiment } of this.#open.values()) {
      bytes += experiment?.queuedBytes ?? 0;
    }
    return bytes;
  }

  #tooMany(domain: string): StoreError {
    return new StoreError(
      `Cannot open the database of ${domain}: ${this.#most} others are open; ` +
        "raise --max-domains, or the system's limit of open files",
    );
  }

  async #openExperiment(domain: string): Promise<Experiment> {
    // A client that connects while its experiment's database is being closed
    // waits for that.
    await this.#closing.get(domain)?.catch(() => undefined);
    const database = await this.#store.open(domain);
    const { uri, found } = database;
    if (found.isAway !== true) {
      const state = found.isNew ? "created" : "opened";
      this.#log.info("{domain}: database {state}", { domain, state });
      this.#observer.databaseOpened(uri, found.isNew);
    }
    return new Experiment(domain, database, {
      options: this.#options,
      buffers: this.#buffers,
      openCount: () => this.size,
      undecoded: this.#undecoded,
      allCommits: this.#commits,
      timer: this.#timer,
      observer: this.#storageObserver,
      log: this.#log,
    });
  }
}
