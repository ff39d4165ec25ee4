/**
 * Directories for data that can't be stored. A disk that hangs would block its
 * writer indefinitely, so each directory is tested first, in the background.
 *
 * @module
 */
import { statSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { settlesWithin } from "../../../shared/settles_within.ts";
import type { Log } from "../../../shared/log.ts";

/** Milliseconds within which a disk must have written a few bytes. */
const TRIAL_MS = 1_000;

/** Milliseconds for which the result of a test is valid. */
const FRESH_MS = 5_000;

/** Determines which directories can be written to. */
export class RescueDirectories {
  readonly #directories: readonly string[];
  readonly #log: Log;
  readonly #write: (path: string) => Promise<void>;
  readonly #trialMs: number;
  readonly #freshMs: number;
  #answering: Promise<string[]> = Promise.resolve([]);
  #triedAt = -Infinity;
  /** Directories whose last test has not ended: each blocks a thread. */
  readonly #held = new Set<string>();

  /** The first of `directories` is preferred. */
  constructor(
    directories: readonly string[],
    log: Log,
    { write = writeAndSync, trialMs = TRIAL_MS, freshMs = FRESH_MS } = {},
  ) {
    this.#directories = [...new Set(directories)];
    this.#log = log;
    this.#write = write;
    this.#trialMs = trialMs;
    this.#freshMs = freshMs;
  }

  /**
   * Returns the directories that can be written to without blocking. If none is
   * known, all of them, those on the disk of the first one last.
   */
  answering(): Promise<string[]> {
    const now = performance.now();
    if (now - this.#triedAt >= this.#freshMs) {
      this.#triedAt = now;
      this.#answering = this.#find();
    }
    return this.#answering;
  }

  async #find(): Promise<string[]> {
    const tried = await Promise.all(this.#directories.map(async (directory) => {
      const answers = await this.#answers(directory);
      if (!answers) {
        this.#log.error(
          "Cannot write unsaved tuples to {directory}: the disk does not answer",
          { directory },
        );
      }
      return answers ? [directory] : [];
    }));
    const answering = tried.flat();
    return answering.length > 0 ? answering : this.#otherDisksFirst();
  }

  /** The runtime's own threads may all be blocked, so that no test ends. */
  #otherDisksFirst(): string[] {
    const [first] = this.#directories.map(deviceOf);
    const isOther = (directory: string) => deviceOf(directory) !== first;
    return [
      ...this.#directories.filter(isOther),
      ...this.#directories.filter((directory) => !isOther(directory)),
    ];
  }

  /**
   * An immediate failure does not block: writing the tuples reports the reason.
   */
  async #answers(directory: string): Promise<boolean> {
    if (this.#held.has(directory)) return false;
    this.#held.add(directory);
    const path = join(directory, `.oml2-trial-${process.pid}`);
    const written = this.#write(path).finally(() =>
      this.#held.delete(directory)
    );
    return await settlesWithin(written, this.#trialMs);
  }
}

function deviceOf(directory: string): number | undefined {
  return statSync(directory, { throwIfNoEntry: false })?.dev;
}

async function writeAndSync(path: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.write("trial");
    await file.sync();
  } finally {
    await file.close();
    await rm(path);
  }
}
