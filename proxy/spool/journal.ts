/**
 * The file beside a result file that records which of its bytes are valid.
 *
 * @module
 */
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makeWay } from "../../shared/own_file.ts";
import { type Fact, formatFact } from "./journal_facts.ts";

/** A longer journal is rewritten with the facts that still matter. */
const COMPACT_BYTES = 64 * 1024;

/** Appends facts to a journal. */
export class Journal {
  readonly #path: string;
  readonly #force: boolean;
  #file: FileHandle | undefined;
  #bytes = 0;
  /** Whether it must be rewritten before more is appended. */
  #stale = true;

  /** The journal at `path`; with `force`, each write is forced to disk. */
  constructor(path: string, force: boolean) {
    this.#path = path;
    this.#force = force;
  }

  /** Appends facts; `all` returns those of a new journal. */
  async append(facts: readonly Fact[], all: () => Fact[]): Promise<void> {
    if (this.#stale || this.#bytes > COMPACT_BYTES) {
      return await this.#rewrite(all());
    }
    // A partly written line would hide those after it.
    this.#stale = true;
    this.#file ??= await this.#reopen();
    if (this.#file === undefined) return await this.#rewrite(all());
    await this.#write(this.#file, facts);
    this.#stale = false;
  }

  /** Closes the file; the next append opens it again. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Removes the journal. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
  }

  /** Opens it to append; `undefined` if another program removed it. */
  #reopen(): Promise<FileHandle | undefined> {
    const flags = constants.O_WRONLY | constants.O_APPEND;
    return open(this.#path, flags).catch((error) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
  }

  /** A reader finds either the old journal or the new one, complete. */
  async #rewrite(facts: readonly Fact[]): Promise<void> {
    await this.close();
    const path = `${this.#path}.new`;
    makeWay(path);
    const file = await open(path, "wx");
    try {
      this.#bytes = 0;
      await this.#write(file, facts);
      await rename(path, this.#path);
      if (this.#force) await forceDirectory(dirname(path));
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#file = file;
    this.#stale = false;
  }

  async #write(file: FileHandle, facts: readonly Fact[]): Promise<void> {
    const text = facts.map(formatFact).join("");
    await file.appendFile(text);
    if (this.#force) await file.datasync();
    this.#bytes += text.length;
  }
}

/** Forces the names in a directory to disk: they must be as durable as the data. */
export async function forceDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
