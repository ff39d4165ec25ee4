/**
 * The experiments that have clients.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../shared/log.ts";
import { Observers, type ServerObserver } from "../observer.ts";
import { BufferPool } from "../../shared/buffer_pool.ts";
import type { ExperimentStatus } from "../status/server_status.ts";
import { Commits } from "./commits.ts";
import { LongMessages } from "./long_messages.ts";
import { Experiment } from "./experiment.ts";
import type { ExperimentOptions } from "./experiment_options.ts";
import { type Store, StoreError } from "../rows/store.ts";

/** What experiments work with, besides their store. */
export interface ExperimentsContext {
  /** Where they tell what happens. */
  readonly log: Log;
  /** Memory for their batches. */
  readonly buffers?: BufferPool;
  /** Told of databases that are opened and closed. */
  readonly observer?: ServerObserver;
  /** The most databases open at once. */
  readonly most?: number;
  /** Bytes that wait to be decoded, which take of the same memory. */
  readonly undecoded?: () => number;
}

interface Entry {
  readonly opening: Promise<Experiment>;
  /** Once it is open. */
  experiment?: Experiment;
  users: number;
  /** Those among them whose clients are about to leave, or have left. */
  leaving: number;
  /** When everything was last put where it belongs. */
  restedAt: number;
}

/** Milliseconds between two last clients that deserve a look at a third. */
const BRIEF_VISIT_MS = 1_000;

/**
 * Milliseconds in which the next of many brief clients comes, so that not each
 * of them is taken for the last one.
 */
const NEXT_CLIENT_MS = 5;

/** The part of the memory beyond which no long message is decoded. */
const LONG_PART = 1 / 4;

/** Whether all clients have left, or are about to. */
function isDeserted({ leaving, users }: Entry): boolean {
  return leaving >= users;
}

/** Opens an experiment for its first client, closes it after its last. */
export class Experiments {
  readonly #store: Store;
  readonly #options: ExperimentOptions;
  readonly #buffers: BufferPool;
  readonly #log: Log;
  readonly #observer: ServerObserver;
  readonly #most: number;
  readonly #undecoded: () => number;
  readonly #commits = new Commits();
  readonly #open = new Map<string, Entry>();
  readonly #closing = new Map<string, Promise<void>>();
  /** Decides when long messages are decoded, whatever their experiments. */
  readonly longMessages: LongMessages = new LongMessages(() =>
    this.#queuedBytes < this.#options.allBytes * LONG_PART
  );

  /** Databases come from `store`. */
  constructor(
    store: Store,
    options: ExperimentOptions,
    { log, buffers, observer, most = Infinity, undecoded = () => 0 }:
      ExperimentsContext,
  ) {
    this.#store = store;
    this.#options = options;
    this.#buffers = buffers ?? new BufferPool();
    this.#log = log;
    this.#observer = observer ?? new Observers();
    this.#most = most;
    this.#undecoded = undecoded;
  }

  /** How many databases are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * The experiment of a domain, for one more client.
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
   * A client is about to leave. Behind the last one everything is where other
   * programs look for it when this resolves, though the database stays open.
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
   * A client has left, and whether {@linkcode Experiments.leave} was told of
   * it before. The last one's call resolves when the database is closed.
   *
   * @throws {StoreError} if not everything could be stored.
   */
  async release(experiment: Experiment, told = false): Promise<void> {
    const { domain } = experiment;
    const entry = this.#open.get(domain);
    if (entry === undefined) return;
    if (told) entry.leaving--;
    if (--entry.users > 0) return;
    this.#open.delete(domain);
    const closing = experiment.close().finally(() =>
      this.#closing.delete(domain)
    );
    this.#closing.set(domain, closing);
    await closing;
    if (!experiment.isAway) this.#observer.databaseClosed(experiment.uri);
  }

  /** How it goes with each of them that is open. */
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
    // A client that comes while the last one's data is closed waits for it.
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
      log: this.#log,
    });
  }
}
