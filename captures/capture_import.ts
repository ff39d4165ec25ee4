/**
 * Imports capture files: stores what is in them, once.
 *
 * @module
 */
import { statRegular } from "./regular_file.ts";
import { FileImport } from "./file_import.ts";
import { HeldExperiment } from "./held_experiment.ts";
import type { FileResult, ImportTarget } from "./import_types.ts";
import type { ReadProgress } from "./read_progress.ts";

/** Imports files one after the other. */
export class CaptureImport {
  readonly #target: ImportTarget;
  readonly #held: HeldExperiment;
  #size = 0;
  /** Bytes and tuples of the files before the present one. */
  #bytes = 0;
  #tuples = 0;
  #file: FileImport | undefined;

  /** Stores files in `target`. */
  constructor(target: ImportTarget) {
    this.#target = target;
    this.#held = new HeldExperiment(target.experiments);
  }

  /** How much is imported; unset before and afterwards. */
  get progress(): ReadProgress | undefined {
    if (this.#file === undefined) return undefined;
    const { position, counts: { tuples } } = this.#file;
    return {
      bytes: this.#bytes + position,
      size: this.#size,
      tuples: this.#tuples + tuples,
    };
  }

  /**
   * Imports files until `signal` is aborted; `done` is called with the result
   * of each and its number, when everything of it is committed. A file that fails does not
   * affect the others. When it resolves, the databases are closed.
   *
   * @throws {StoreError} if a database can't be closed in order.
   */
  async run(
    paths: readonly string[],
    signal: AbortSignal,
    done: (result: FileResult, i: number) => void,
  ): Promise<void> {
    const sizes = await Promise.all(paths.map(sizeOf));
    this.#size = sizes.reduce((sum, size) => sum + size, 0);
    try {
      for (const [i, path] of paths.entries()) {
        if (signal.aborted) break;
        const file = new FileImport(path, this.#target, this.#held);
        this.#file = file;
        const result = await file.run(signal);
        this.#bytes += sizes[i];
        this.#tuples += result.tuples;
        done(result, i);
      }
    } finally {
      this.#file = undefined;
      await this.#held.close();
    }
  }
}

/** The bytes of a file; the import reports why one can't be read. */
async function sizeOf(path: string): Promise<number> {
  return await statRegular(path).then(({ size }) => size, () => 0);
}
