/**
 * A store in front of another one: what that one can't store goes to files, to
 * be sent again later. A failure ends the sessions of its experiment, except at
 * a stop, when clients could not react any more.
 *
 * @module
 */
import type { Log } from "../../../shared/log.ts";
import {
  type Database,
  type Flush,
  type Found,
  type Joined,
  type Member,
  type Outcome,
  type Progress,
  type Store,
  StoreError,
  UnwrittenError,
} from "../store.ts";
import { RescueDirectories } from "./rescue_directories.ts";
import { UnsavedTuples } from "./unsaved_tuples.ts";

/** Options of an {@linkcode UnsavedStore}. */
export interface UnsavedOptions {
  /** Aborted when a failing database counts as unavailable. */
  readonly abandon: AbortSignal;
  /** Directories for the files, in order of preference. */
  readonly directories: readonly string[];
  /** Log for results. */
  readonly log: Log;
}

/** Passes everything to the other store, and saves what could not be stored. */
export class UnsavedStore implements Store {
  /** Number of tuples that could not be stored. */
  unsaved = 0;
  readonly #store: Store;
  readonly #options: UnsavedOptions;
  readonly #directories: RescueDirectories;

  /** Wraps `store`. */
  constructor(store: Store, options: UnsavedOptions) {
    this.#store = store;
    this.#options = options;
    const { directories, log } = options;
    this.#directories = new RescueDirectories(directories, log);
  }

  /**
   * Opens a domain's database; everything for an unavailable one goes to files.
   */
  async open(domain: string): Promise<Database> {
    const { abandon, log } = this.#options;
    const directories = this.#directories;
    const tuples = new UnsavedTuples({ domain, directories, log });
    const count = (rows: number) => {
      this.unsaved += rows;
    };
    const context = { domain, tuples, abandon, count };
    try {
      return new GuardedDatabase(await this.#store.open(domain), context);
    } catch (error) {
      if (!abandon.aborted) throw error;
      return new GuardedDatabase(undefined, context);
    }
  }

  /** Ends the wrapped store. */
  close(): Promise<void> {
    return this.#store.close();
  }
}

interface GuardContext {
  readonly domain: string;
  readonly tuples: UnsavedTuples;
  readonly abandon: AbortSignal;
  readonly count: (rows: number) => void;
}

/** State of a database that is unavailable. */
const UNKNOWN: Found = {
  isNew: false,
  rejectRows: 0,
  rejectBytes: 0,
  tables: [],
  isAway: true,
};

/** A database, or a substitute for one that could not be opened. */
class GuardedDatabase implements Database {
  readonly uri: string;
  readonly found: Found;
  readonly #database: Database | undefined;
  readonly #context: GuardContext;

  constructor(database: Database | undefined, context: GuardContext) {
    this.uri = database?.uri ?? "";
    this.found = database?.found ?? UNKNOWN;
    this.#database = database;
    this.#context = context;
  }

  async join(member: Member): Promise<Joined> {
    const { tuples } = this.#context;
    const joined = await this.#try((database) => database.join(member));
    if (joined === undefined) return this.#joinUnsaved(member);
    tuples.addSender(joined.senderId, member);
    tuples.startTime = joined.startTime;
    return joined;
  }

  async findStreams(prefix: string): Promise<readonly Progress[]> {
    const found = await this.#try((database) => database.findStreams(prefix));
    if (found === undefined) throw this.#unavailable();
    return found;
  }

  async write(flush: Flush): Promise<Outcome> {
    const { tuples, count } = this.#context;
    tuples.addTables(flush.tables);
    const outcome = await this.#try(async (database) => {
      try {
        return await database.write(flush);
      } catch (error) {
        const isBack = error instanceof UnwrittenError;
        const sent = { flush, isInDoubt: false };
        count(await tuples.write(isBack ? error.unwritten : sent));
        throw error;
      }
    });
    if (outcome !== undefined) {
      tuples.forgetTables(flush.forgotten);
      tuples.forgetSenders(flush.left);
      return outcome;
    }
    if (this.#database === undefined) {
      count(await tuples.write({ flush, isInDoubt: false }));
    }
    // The sender of a resumable stream keeps what is not acknowledged.
    return { fenced: flush.progress.map(({ stream }) => stream) };
  }

  async sync(): Promise<void> {
    const synced = await this.#try(async (database) => {
      await database.sync();
      return true;
    });
    if (synced === undefined) throw this.#unavailable();
  }

  async rest(): Promise<void> {
    await this.#try((database) => database.rest());
  }

  async close(): Promise<void> {
    try {
      await this.#try((database) => database.close());
    } finally {
      this.#context.tuples.close();
    }
  }

  #joinUnsaved(member: Member): Joined {
    if (member.resume !== undefined) throw this.#unavailable();
    const { tuples } = this.#context;
    if (member.startTime !== undefined) {
      tuples.startTime ??= Math.floor(member.startTime);
    }
    return {
      senderId: tuples.inventSender(member),
      startTime: tuples.startTime,
    };
  }

  #unavailable(): StoreError {
    return new StoreError(
      `Cannot use the database of ${this.#context.domain}: it is unavailable`,
    );
  }

  /** Returns the database's answer; `undefined` if it is unavailable. */
  async #try<T>(
    ask: (database: Database) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.#database === undefined) return undefined;
    try {
      return await ask(this.#database);
    } catch (error) {
      if (!this.#context.abandon.aborted) throw error;
      return undefined;
    }
  }
}
