/**
 * Writes a client's bytes to a file, to be sent to a server later.
 *
 * @module
 */
import { type FileHandle, open } from "node:fs/promises";
import type { Destination, Outlet } from "./outlet.ts";

/** Appends to a file, which is complete after each write. */
export class FileDestination implements Destination {
  readonly name: string;
  readonly #path: string;
  #begun = false;

  /** Appends to the file at `path`. */
  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
  }

  async open(): Promise<Outlet> {
    const file = await open(this.#path, "a");
    return new FileOutlet(file, !this.#begun, () => this.#begun = true);
  }
}

class FileOutlet implements Outlet {
  readonly fresh: boolean;
  readonly closed: Promise<void>;
  readonly #file: FileHandle;
  readonly #written: () => void;
  #settle: () => void = () => undefined;

  constructor(file: FileHandle, fresh: boolean, written: () => void) {
    this.#file = file;
    this.#written = written;
    this.fresh = fresh;
    this.closed = new Promise((resolve) => this.#settle = resolve);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { size } = await this.#file.stat();
    try {
      await this.#file.appendFile(bytes);
      this.#written();
    } catch (error) {
      // A full disk must not leave part of a tuple, which would damage the next
      // one.
      await this.#file.truncate(size);
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.#file.close();
    this.#settle();
  }

  close(): void {
    // A caller that gives up does not need one more error.
    this.end().catch(this.#settle);
  }
}
