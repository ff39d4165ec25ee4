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

/** Milliseconds between two looks at a file that is read all the time. */
const LOOK_MS = 10;

/** Milliseconds that a connection to a quiet file stays open for many reads. */
const SERIES_MS = 50;

/** A connection, and the number of its users. */
interface Lease {
  readonly open: OpenDatabase;
  users: number;
  isRetired: boolean;
  /** When it was last found to be current. */
  lookedAt: number;
  /** When it was opened, or the file was last found to be changing. */
  since: number;
}

/** How a file is read: once, or many times in a row. */
type Use = "once" | "series";

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
  use<T>(read: (database: ReadDatabase) => T | Promise<T>): Promise<T> {
    return this.#use(read, "once");
  }

  /**
   * The same for one of many reads in a row, which looks at the file less
   * often.
   *
   * @throws {ArchiveError} if the file can't be read, or what `read` throws.
   */
  useInSeries<T>(
    read: (database: ReadDatabase) => T | Promise<T>,
  ): Promise<T> {
    return this.#use(read, "series");
  }

  /** Closes it; a query in progress closes it at its end. */
  close(): void {
    this.#retire();
    this.#copy?.then((copy) => copy[Symbol.dispose](), () => undefined);
    this.#copy = undefined;
  }

  async #use<T>(
    read: (database: ReadDatabase) => T | Promise<T>,
    use: Use,
  ): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        const answer = await this.#try(read, use);
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

  /** Returns `undefined` if the file has changed meanwhile. */
  async #try<T>(
    read: (database: ReadDatabase) => T | Promise<T>,
    use: Use,
  ): Promise<{ readonly value: T } | undefined> {
    const lease = await this.#take(use);
    let isValid = false;
    try {
      const value = await read(lease.open.database);
      isValid = lease.open.isProtected && isRecent(lease, use) ||
        isCurrent(lease);
      return isValid ? { value } : undefined;
    } catch (error) {
      isValid = lease.open.isCurrent();
      const isOwn = error instanceof NotFoundError ||
        error instanceof TimeLimitError;
      if (isValid || isOwn) throw error;
      return undefined;
    } finally {
      if (!isValid && this.#lease === lease) this.#retire();
      this.#giveBack(lease, use);
    }
  }

  async #take(use: Use): Promise<Lease> {
    clearTimeout(this.#idleTimer);
    const lease = this.#lease;
    // What is not protected is looked at after the read anyway.
    if (lease === undefined || !isRecent(lease, use) && !isCurrent(lease)) {
      return await this.#open();
    }
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
    const since = performance.now();
    return this.#lease = {
      ...{ open, users: 1, isRetired: false, lookedAt: since, since },
    };
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

  #giveBack(lease: Lease, use: Use): void {
    lease.users--;
    if (lease.users > 0) return;
    if (lease.isRetired) return lease.open[Symbol.dispose]();
    const now = performance.now();
    if (use === "once" || now - lease.since >= SERIES_MS) {
      if (isQuiet(this.#name)) return this.#retire();
      lease.since = now;
    }
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

/** Whether a connection need not be looked at again. */
function isRecent({ lookedAt }: Lease, use: Use): boolean {
  return use === "series" && performance.now() - lookedAt < LOOK_MS;
}

function isCurrent(lease: Lease): boolean {
  lease.lookedAt = performance.now();
  return lease.open.isCurrent();
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
