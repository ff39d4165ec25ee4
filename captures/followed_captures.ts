/**
 * Stores the contents of capture files, in the order of the files.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { CaptureFile } from "./capture_file.ts";
import type { CaptureTarget } from "./capture_run.ts";
import type { ReadProgress } from "./read_progress.ts";

/** Milliseconds between two looks at files that may grow. */
const POLL_MS = 500;

/** Called with the error of a file that can't be read any further. */
export type CaptureFailed = (file: CaptureFile, error: unknown) => void;

/** Stores capture files. */
export class FollowedCaptures {
  /** The files, in order. */
  readonly files: readonly CaptureFile[];
  readonly #failed: CaptureFailed;
  /** Files that are not at their end, or may grow. */
  readonly #open = new Set<CaptureFile>();
  #isReading = false;

  /**
   * Stores the files at `paths` in `target`. A file that fails does not affect
   * the others, and what was read of it stays.
   */
  constructor(
    paths: readonly string[],
    target: CaptureTarget,
    failed: CaptureFailed,
  ) {
    this.files = paths.map((path) => new CaptureFile(path, target));
    this.#failed = failed;
  }

  /** Progress of reading the files; unset before and afterwards. */
  get progress(): ReadProgress | undefined {
    if (!this.#isReading) return undefined;
    let [bytes, size, tuples] = [0, 0, 0];
    for (const file of this.files) {
      bytes += file.position;
      size += file.size;
      tuples += file.counts.tuples;
    }
    return { bytes, size, tuples };
  }

  /**
   * Stores each file up to its present end, and then what is added to them,
   * until `signal` is aborted. `caughtUp` is called in between, when all of it
   * is committed. The databases stay open until {@linkcode FollowedCaptures.close}.
   */
  async follow(signal: AbortSignal, caughtUp: () => void): Promise<void> {
    for await (const file of this.#readEach(signal)) {
      await this.#step(file, () => file.flush());
    }
    if (!signal.aborted) caughtUp();
    const growing = new Set(this.#open);
    while (!signal.aborted) {
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
      for (const file of this.#open) {
        if (signal.aborted) break;
        const isGrowing = await this.#step(file, () => file.read(signal));
        if (isGrowing) growing.add(file);
        else if (growing.delete(file)) {
          await this.#step(file, () => file.idle());
        }
      }
    }
  }

  /** Commits what was read, and closes the databases. */
  async close(): Promise<void> {
    for (const file of this.#open) await this.#end(file);
  }

  async *#readEach(signal: AbortSignal): AsyncGenerator<CaptureFile> {
    for (const file of this.files) await file.look().catch(() => undefined);
    for (const file of this.files) {
      if (signal.aborted) break;
      this.#isReading = true;
      this.#open.add(file);
      await this.#step(file, () => file.read(signal));
      yield file;
    }
    this.#isReading = false;
  }

  /** Nothing more is read of a file that fails. */
  async #step<T>(
    file: CaptureFile,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#failed(file, error);
      // Its end has no more to say than this error.
      this.#open.delete(file);
      await file.end().catch(() => undefined);
      return undefined;
    }
  }

  async #end(file: CaptureFile): Promise<void> {
    if (!this.#open.delete(file)) return;
    try {
      await file.end();
    } catch (error) {
      this.#failed(file, error);
    }
  }
}
