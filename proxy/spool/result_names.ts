/**
 * The names of result files: `FILE`, `FILE.1`, `FILE.2` and so on.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const JOURNAL = ".journal";

/** Path of the journal of a result file. */
export function journalPath(resultFile: string): string {
  return resultFile + JOURNAL;
}

/**
 * Path of the journal of stream number `stream` of a saved file while it is
 * replayed. No result file of a proxy has a journal of that name.
 */
export function savedJournalPath(file: string, stream: number): string {
  return `${file}#${stream}${JOURNAL}`;
}

/** The name of the first file in the series of `resultFile`. */
export function firstName(resultFile: string): string {
  return resultFile.replace(/\.\d+$/, "");
}

/** A newly created file. */
export interface CreatedFile {
  /** Its path. */
  readonly path: string;
  /** Open for reading and writing. */
  readonly file: FileHandle;
}

/** Gives result files unused names. */
export class ResultNames {
  readonly #first: string;
  #next = 0;

  /** The first one is called `first`. */
  constructor(first: string) {
    this.#first = first;
  }

  /**
   * Creates an empty file with the next unused name.
   *
   * @throws {Error} if the file can't be created.
   */
  async create(): Promise<CreatedFile> {
    return await createFirst(() => this.#name(this.#next++));
  }

  /** The result files that have a journal, in order. */
  journaled(): string[] {
    const directory = dirname(this.#first);
    const name = basename(this.#first);
    return readdirSync(directory)
      .filter((file) => file.startsWith(name) && file.endsWith(JOURNAL))
      .map((file) => join(directory, file.slice(0, -JOURNAL.length)))
      .filter((path) => this.#number(path) !== undefined)
      .sort((a, b) => (this.#number(a) ?? 0) - (this.#number(b) ?? 0));
  }

  #name(number: number): string {
    return number === 0 ? this.#first : `${this.#first}.${number}`;
  }

  /** The inverse; `undefined` for other files. */
  #number(path: string): number | undefined {
    const number = Number(path.slice(join(this.#first).length + 1));
    return join(this.#name(number)) === join(path) ? number : undefined;
  }
}

/**
 * Creates an empty file called `path`, or `path.1`, `path.2` and so on if that
 * exists.
 *
 * @throws {Error} if the file can't be created.
 */
export function createFree(path: string): Promise<CreatedFile> {
  let number = 0;
  return createFirst(() => number++ === 0 ? path : `${path}.${number - 1}`);
}

/** Creates an empty file with the first unused name. */
async function createFirst(nextName: () => string): Promise<CreatedFile> {
  for (;;) {
    const path = nextName();
    try {
      return { path, file: await open(path, "wx+") };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
