/**
 * The names of result files: `FILE`, `FILE.1`, `FILE.2` and so on.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const JOURNAL = ".journal";

/** Where the journal of a result file is. */
export function journalPath(resultFile: string): string {
  return resultFile + JOURNAL;
}

/**
 * Where the journal of stream number `stream` of a saved file is, as long as
 * it is being replayed. No result file of a proxy has a journal of that name.
 */
export function savedJournalPath(file: string, stream: number): string {
  return `${file}#${stream}${JOURNAL}`;
}

/** The name of the first of the files that `resultFile` is one of. */
export function firstName(resultFile: string): string {
  return resultFile.replace(/\.\d+$/, "");
}

/** A file that was not there before. */
export interface CreatedFile {
  /** Where it is. */
  readonly path: string;
  /** It, to be written and read. */
  readonly file: FileHandle;
}

/** Gives result files names that nobody has. */
export class ResultNames {
  readonly #first: string;
  #next = 0;

  /** The first one is called `first`. */
  constructor(first: string) {
    this.#first = first;
  }

  /**
   * Makes an empty file of the next free name.
   *
   * @throws {Error} if that can't be done.
   */
  async create(): Promise<CreatedFile> {
    return await createFirst(() => this.#name(this.#next++));
  }

  /** The result files that have a journal, in their order. */
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
 * Makes an empty file called `path`, or `path.1`, `path.2` and so on where that
 * is taken.
 *
 * @throws {Error} if that can't be done.
 */
export function createFree(path: string): Promise<CreatedFile> {
  let number = 0;
  return createFirst(() => number++ === 0 ? path : `${path}.${number - 1}`);
}

/** Makes an empty file of the first name that nobody has. */
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
