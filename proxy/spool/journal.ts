/**
 * The file beside a result file that says how far it can be trusted.
 *
 * @module
 */
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makeWay } from "../../shared/own_file.ts";
import { type Fact, formatFact } from "./journal_facts.ts";

/** A journal longer than this is written anew, with what still matters. */
const COMPACT_BYTES = 64 * 1024;

/** Appends facts to one journal. */
export class Journal {
  readonly #path: string;
  readonly #force: boolean;
  #file: FileHandle | undefined;
  #bytes = 0;
  /** Whether it must be written anew before it can be appended to. */
  #stale = true;

  /** The journal at `path`; `force`: to disk, before anything returns. */
  constructor(path: string, force: boolean) {
    this.#path = path;
    this.#force = force;
  }

  /** Appends facts; `all` gives those that a new journal is to hold. */
  async append(facts: readonly Fact[], all: () => Fact[]): Promise<void> {
    if (this.#stale || this.#bytes > COMPACT_BYTES) {
      return await this.#writeAnew(all());
    }
    // A line that could be written in part only would hide those behind it.
    this.#stale = true;
    this.#file ??= await this.#openAgain();
    if (this.#file === undefined) return await this.#writeAnew(all());
    await this.#write(this.#file, facts);
    this.#stale = false;
  }

  /** Lets go of the file; the next append opens it again. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Removes it: the result file is complete, and of no more concern. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
  }

  /** Opens it to append; `undefined` if others have removed it. */
  #openAgain(): Promise<FileHandle | undefined> {
    const flags = constants.O_WRONLY | constants.O_APPEND;
    return open(this.#path, flags).catch((error) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
  }

  /** A reader finds either the old journal or the new one, and all of it. */
  async #writeAnew(facts: readonly Fact[]): Promise<void> {
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

/** A new name is as safe as the data that it names. */
async function forceDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
