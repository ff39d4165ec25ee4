/**
 * The database file of an experiment, opened while it is read.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { unixTime } from "../../shared/unix_time.ts";
import { ArchiveError, NotFoundError, TimeLimitError } from "../errors.ts";
import { fileState } from "./file_state.ts";
import {
  type OpenDatabase,
  openDatabase,
  type Reader,
} from "./open_database.ts";
import { PrivateCopy } from "./private_copy.ts";
import type { ReadDatabase } from "./read_database.ts";
import { isPassing, readError } from "./sqlite_faults.ts";

/**
 * Milliseconds that a connection stays open without a query, if the file has
 * changed of late. A server can't end WAL mode while it is open.
 */
const IDLE_MS = 100;

/** Milliseconds without a change after which a server may want to end it. */
const QUIET_MS = 200;

/** Attempts to read a file that changes in a way that SQLite can't hide. */
const MOST_ATTEMPTS = 10;

/** Milliseconds between two attempts. */
const PAUSE_MS = 20;

/** A connection, and the number of its users. */
interface Lease {
  readonly open: OpenDatabase;
  users: number;
  isRetired: boolean;
}

/** Lends a connection to a file, and closes it when nobody uses it. */
export class ExperimentFile {
  /** The name of the experiment. */
  readonly experiment: string;
  readonly #name: string;
  readonly #reader: Reader;
  #lease: Lease | undefined;
  #copy: Promise<PrivateCopy> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  /** The file called `name`. */
  constructor(experiment: string, name: string, reader: Reader) {
    this.experiment = experiment;
    this.#name = name;
    this.#reader = reader;
  }

  /**
   * Calls `read`, again if what it read may be wrong.
   *
   * @throws {ArchiveError} if the file can't be read, or what `read` throws.
   */
  async use<T>(read: (database: ReadDatabase) => T | Promise<T>): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        const answer = await this.#try(read);
        if (answer !== undefined) return answer.value;
        if (attempt >= MOST_ATTEMPTS) throw changing(this.experiment);
      } catch (error) {
        if (!isPassing(error) || attempt >= MOST_ATTEMPTS) {
          throw readError(this.experiment, error);
        }
      }
      await delay(PAUSE_MS);
    }
  }

  /** Closes it; a query in progress closes it at its end. */
  close(): void {
    this.#retire();
    this.#copy?.then((copy) => copy[Symbol.dispose](), () => undefined);
    this.#copy = undefined;
  }

  /** Returns `undefined` if the file has changed meanwhile. */
  async #try<T>(
    read: (database: ReadDatabase) => T | Promise<T>,
  ): Promise<{ readonly value: T } | undefined> {
    const lease = await this.#take();
    let isValid = false;
    try {
      const value = await read(lease.open.database);
      isValid = lease.open.isCurrent();
      return isValid ? { value } : undefined;
    } catch (error) {
      isValid = lease.open.isCurrent();
      const isOwn = error instanceof NotFoundError ||
        error instanceof TimeLimitError;
      if (isValid || isOwn) throw error;
      return undefined;
    } finally {
      if (!isValid && this.#lease === lease) this.#retire();
      this.#giveBack(lease);
    }
  }

  async #take(): Promise<Lease> {
    clearTimeout(this.#idleTimer);
    const lease = this.#lease;
    if (lease?.open.isCurrent() !== true) return await this.#open();
    lease.users++;
    return lease;
  }

  async #open(): Promise<Lease> {
    this.#retire();
    const opening = openDatabase(this.#name, this.#reader);
    const open = opening.kind === "open"
      ? opening.open
      : await this.#openCopy();
    // Another query may have opened it meanwhile.
    this.#retire();
    return this.#lease = { open, users: 1, isRetired: false };
  }

  /** Copying goes on if no query waits for it. */
  async #openCopy(): Promise<OpenDatabase> {
    const copy = this.#refresh(this.#copy);
    this.#copy = copy;
    return (await copy).open();
  }

  async #refresh(
    before: Promise<PrivateCopy> | undefined,
  ): Promise<PrivateCopy> {
    const copy = await before?.catch(() => undefined);
    if (copy?.isCurrent === true) return copy;
    copy?.[Symbol.dispose]();
    return await PrivateCopy.make(this.#name, this.#reader.copiesIn);
  }

  #giveBack(lease: Lease): void {
    lease.users--;
    if (lease.users > 0) return;
    if (lease.isRetired) return lease.open[Symbol.dispose]();
    if (isQuiet(this.#name)) return this.#retire();
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#retire(), IDLE_MS);
  }

  /** The connection is not lent any more. */
  #retire(): void {
    clearTimeout(this.#idleTimer);
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease === undefined) return;
    lease.isRetired = true;
    if (lease.users === 0) lease.open[Symbol.dispose]();
  }
}

function changing(experiment: string): ArchiveError {
  return new ArchiveError(
    `cannot read experiment "${experiment}": its file does not stop changing`,
    { hint: "try again" },
  );
}

/** Whether nobody writes a file that is in WAL mode. */
function isQuiet(name: string): boolean {
  try {
    const { logBytes, changedAt } = fileState(name);
    const now = unixTime(performance.now());
    return logBytes !== undefined && now - changedAt > QUIET_MS;
  } catch {
    // It was removed.
    return true;
  }
}
