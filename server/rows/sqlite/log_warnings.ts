/**
 * Warnings about the write-ahead log of a database.
 *
 * @module
 */
import { errorText } from "../../../shared/error_text.ts";
import type { Log } from "../../../shared/log.ts";

const MIB = 1024 * 1024;

/** Warns about the log of one database; of lasting conditions once. */
export class LogWarnings {
  readonly #domain: string;
  readonly #log: Log;
  #toldLong = false;
  #toldGone = false;

  /** Warnings name `domain`. */
  constructor(domain: string, log: Log) {
    this.#domain = domain;
    this.#log = log;
  }

  /** Commits can't be forced to disk. */
  failed(error: unknown): void {
    this.#log.warn("{domain}: cannot force data to disk: {reason}", {
      domain: this.#domain,
      reason: errorText(error),
    });
  }

  /** A reader keeps the log from being emptied; it has grown to `bytes`. */
  long(bytes: number): void {
    if (this.#toldLong) return;
    this.#toldLong = true;
    this.#log.warn(
      "{domain}: another program has been reading the database in one " +
        "transaction for so long that the -wal file has grown to {mib} MiB, " +
        "and the disk may fill up; let that program end its transaction, or " +
        "close the database",
      { domain: this.#domain, mib: Math.round(bytes / MIB) },
    );
  }

  /** The log was removed. */
  gone(): void {
    if (this.#toldGone) return;
    this.#toldGone = true;
    this.#log.warn(
      "{domain}: the -wal file was removed or replaced while it was in use; " +
        "its contents are moved into the database, but other programs that " +
        "have the database open must reopen it",
      { domain: this.#domain },
    );
  }
}
