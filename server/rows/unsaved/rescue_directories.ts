/**
 * Directories for what can't be stored. A disk that hangs would hold whoever
 * writes to it for ever, so each directory is tried first, beside the work.
 *
 * @module
 */
import { statSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { settlesWithin } from "../../../shared/settles_within.ts";
import type { Log } from "../../../shared/log.ts";

/** Milliseconds in which a disk must have written a few bytes. */
const TRIAL_MS = 1_000;

/** Milliseconds for which the outcome of a trial is believed. */
const FRESH_MS = 5_000;

/** Finds out which directories answer. */
export class RescueDirectories {
  readonly #directories: readonly string[];
  readonly #log: Log;
  readonly #write: (path: string) => Promise<void>;
  readonly #trialMs: number;
  readonly #freshMs: number;
  #answering: Promise<string[]> = Promise.resolve([]);
  #triedAt = -Infinity;
  /** Those whose last trial has not ended: each one holds a thread. */
  readonly #held = new Set<string>();

  /** The first of `directories` is the first choice. */
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
   * Those that can be written to without being held. If none is known to be,
   * all of them, those on the disk of the first one last.
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

  /** The runtime's own threads may all be held, so that no trial ends. */
  #otherDisksFirst(): string[] {
    const [first] = this.#directories.map(deviceOf);
    const isOther = (directory: string) => deviceOf(directory) !== first;
    return [
      ...this.#directories.filter(isOther),
      ...this.#directories.filter((directory) => !isOther(directory)),
    ];
  }

  /** What fails at once is not held: writing the tuples will tell why. */
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
