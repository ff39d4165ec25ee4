/**
 * Pages of a database file, read without SQLite.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";

/** The first bytes of every database file. */
const MAGIC = "SQLite format 3\0";

const HEADER_BYTES = 100;
const PAGE_SIZE_AT = 16;
const RESERVED_AT = 20;
const ENCODING_AT = 59;
const UTF8 = 1;

/** The size of the largest pages, which does not fit its field. */
export const LARGEST_PAGE = 65_536;

/** Bytes that are read at once: leaves mostly follow each other. */
const WINDOW = 64 * 1024;

/**
 * A database file that is open beside SQLite. Closing it drops the locks that
 * SQLite has on it in this process, so no query may be in progress then.
 */
export class PageFile implements Disposable {
  readonly #usable: number;
  readonly #file: number;
  readonly #size: number;
  readonly #window: Buffer;
  /** Where the window is in the file, and how much of it was read. */
  #from = 0;
  #length = 0;

  private constructor(file: number, size: number, reserved: number) {
    this.#file = file;
    this.#size = size;
    this.#usable = size - reserved;
    this.#window = Buffer.alloc(Math.max(WINDOW, size));
  }

  /**
   * Opens the file called `path`; `undefined` if its texts are not in UTF-8.
   *
   * @throws {Error} if it can't be read.
   */
  static open(path: string): PageFile | undefined {
    const file = openSync(path, "r");
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      readSync(file, header, 0, HEADER_BYTES, 0);
      if (isReadable(header)) {
        return new PageFile(file, pageSize(header), header[RESERVED_AT]);
      }
    } catch (error) {
      closeSync(file);
      throw error;
    }
    closeSync(file);
    return undefined;
  }

  /**
   * Reads a page, without what is reserved at its end, valid until the next one
   * is read; `undefined` if there is none.
   *
   * @throws {Error} if it can't be read.
   */
  read(page: number): Uint8Array | undefined {
    const from = (page - 1) * this.#size;
    if (from < this.#from || from + this.#size > this.#from + this.#length) {
      const bytes = this.#window;
      this.#from = from;
      this.#length = readSync(this.#file, bytes, 0, bytes.length, from);
      if (this.#length < this.#size) return undefined;
    }
    const at = from - this.#from;
    return this.#window.subarray(at, at + this.#usable);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

function isReadable(header: Buffer): boolean {
  return header.toString("latin1", 0, MAGIC.length) === MAGIC &&
    header[ENCODING_AT] === UTF8;
}

function pageSize(header: Buffer): number {
  const size = header.readUInt16BE(PAGE_SIZE_AT);
  return size === 1 ? LARGEST_PAGE : size;
}
