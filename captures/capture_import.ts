/**
 * Imports capture files: stores what is in them, once.
 *
 * @module
 */
import { statRegular } from "./regular_file.ts";
import { FileImport } from "./file_import.ts";
import { ImportTurns } from "./import_turns.ts";
import type { FileResult, ImportTarget } from "./import_types.ts";
import { OpenExperiments } from "./open_experiments.ts";
import type { ReadProgress } from "./read_progress.ts";

/**
 * Files that are read at the same time. Those of different experiments are
 * stored at the same time, too: two threads write databases, and some more keep
 * them busy while others open or close theirs.
 */
const FILES_AT_ONCE = 4;

/** Called with the result of a file and the file's number. */
type Done = (result: FileResult, i: number) => void;

/** Imports files, some of them at the same time. */
export class CaptureImport {
  readonly #target: ImportTarget;
  readonly #open: OpenExperiments;
  readonly #turns = new ImportTurns();
  #size = 0;
  /** Bytes and tuples of the files that have ended. */
  #bytes = 0;
  #tuples = 0;
  #isRunning = false;
  readonly #files = new Set<FileImport>();

  /** Stores files in `target`. */
  constructor(target: ImportTarget) {
    this.#target = target;
    this.#open = new OpenExperiments(target.experiments, FILES_AT_ONCE);
  }

  /** How much is imported; unset before and afterwards. */
  get progress(): ReadProgress | undefined {
    if (!this.#isRunning) return undefined;
    let [bytes, tuples] = [this.#bytes, this.#tuples];
    for (const { position, counts } of this.#files) {
      bytes += position;
      tuples += counts.tuples;
    }
    return { bytes, size: this.#size, tuples };
  }

  /**
   * Imports files until `signal` is aborted; `done` is called with the result
   * of each and its number, in their order, when everything of it is committed.
   * Files of one experiment are stored in their order, too. A file that fails
   * does not affect the others. When it resolves, the databases are closed.
   *
   * @throws {StoreError} if a database can't be closed in order.
   */
  async run(
    paths: readonly string[],
    signal: AbortSignal,
    done: Done,
  ): Promise<void> {
    const sizes = await Promise.all(paths.map(sizeOf));
    this.#size = sizes.reduce((sum, size) => sum + size, 0);
    this.#isRunning = true;
    const left = paths.entries();
    const results = new Results(done);
    const importSome = async () => {
      // All loops take from the same files.
      for (const [i, path] of left) {
        if (signal.aborted) break;
        results.add(i, await this.#import(path, sizes[i], signal));
      }
    };
    try {
      await Promise.all(Array.from({ length: FILES_AT_ONCE }, importSome));
    } finally {
      this.#isRunning = false;
      await this.#open.close();
    }
  }

  /** Imports a file; there is no result if it is stopped before it begins. */
  async #import(
    path: string,
    size: number,
    signal: AbortSignal,
  ): Promise<FileResult | undefined> {
    const file = new FileImport(path, {
      target: this.#target,
      open: this.#open,
      turn: this.#turns.next(),
    });
    this.#files.add(file);
    const result = await file.run(signal);
    this.#files.delete(file);
    this.#bytes += signal.aborted ? file.position : size;
    this.#tuples += result.tuples;
    const hasBegun = file.position > 0 || result.faults.length > 0;
    return hasBegun || !signal.aborted ? result : undefined;
  }
}

/** Passes on results in the order of the files. */
class Results {
  readonly #done: Done;
  readonly #waiting = new Map<number, FileResult | undefined>();
  #next = 0;

  constructor(done: Done) {
    this.#done = done;
  }

  /** Adds the result of file number `i`, if it has one. */
  add(i: number, result: FileResult | undefined): void {
    const waiting = this.#waiting;
    waiting.set(i, result);
    for (; waiting.has(this.#next); this.#next++) {
      const next = waiting.get(this.#next);
      waiting.delete(this.#next);
      if (next !== undefined) this.#done(next, this.#next);
    }
  }
}

/** The bytes of a file; the import reports why one can't be read. */
async function sizeOf(path: string): Promise<number> {
  return await statRegular(path).then(({ size }) => size, () => 0);
}
