/**
 * The bytes of one result file.
 *
 * @module
 */
import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { Turns } from "../turns.ts";
import type { DataFact } from "./journal_facts.ts";
import { Pages, type PageSource } from "./pages.ts";

/** How a file is used. */
export interface StreamFileOptions {
  /** Whether it can't be written. */
  readonly readOnly: boolean;
  /** Where the bytes begin in the file. */
  readonly from: number;
  /** Where the pages come from that it writes. */
  readonly pages: PageSource;
}

/** Appends to a file, in memory first, and knows checksums of what it wrote. */
export class StreamFile {
  readonly #path: string;
  readonly #readOnly: boolean;
  readonly #from: number;
  readonly #pages: Pages;
  readonly #writing = new Turns();
  #file: Promise<FileHandle> | undefined;
  #size: number;
  #written: number;
  /** CRC-32 of the bytes written behind `#crcFrom`. */
  #crc = 0;
  #crcFrom: number;

  /** The file at `path`, which has `size` bytes. */
  constructor(path: string, size: number, options: StreamFileOptions) {
    this.#path = path;
    this.#readOnly = options.readOnly;
    this.#from = options.from;
    this.#pages = new Pages(options.pages);
    this.#size = size;
    this.#written = size;
    this.#crcFrom = size;
  }

  /** Bytes of the file and of what waits in memory. */
  get size(): number {
    return this.#size;
  }

  /** Bytes that wait in memory. */
  get pendingBytes(): number {
    return this.#size - this.#written;
  }

  /** Adds bytes, which are copied. */
  append(bytes: Uint8Array): void {
    this.#pages.append(bytes);
    this.#size += bytes.length;
  }

  /**
   * Writes what waits in memory.
   *
   * @throws {Error} if that can't be done now; nothing is lost by that.
   */
  flush(): Promise<void> {
    return this.#writing.run(() => this.#flush());
  }

  /** What was written since the last call, if anything. */
  takeRange(): DataFact | undefined {
    const [from, to, crc] = [this.#crcFrom, this.#written, this.#crc];
    if (from === to) return undefined;
    this.#crcFrom = to;
    this.#crc = 0;
    return { kind: "data", from, to, crc };
  }

  /** Forces to disk what was written. */
  async force(): Promise<void> {
    await (await this.#open()).datasync();
  }

  /** Reads bytes from `offset` on; returns how many there were. */
  async read(buffer: Uint8Array, offset: number): Promise<number> {
    if (offset + buffer.length > this.#written) {
      // Where nothing can be written now, the spool has said so.
      await this.flush().catch(() => undefined);
    }
    const length = Math.min(buffer.length, this.#written - offset);
    if (length <= 0) return 0;
    const file = await this.#open();
    const at = this.#from + offset;
    return (await file.read(buffer, 0, length, at)).bytesRead;
  }

  /** Lets go of the file; who needs it later opens it again. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await (await file)?.close();
  }

  #open(): Promise<FileHandle> {
    return this.#file ??= open(this.#path, this.#readOnly ? "r" : "r+")
      .catch((error) => {
        this.#file = undefined;
        throw error;
      });
  }

  async #flush(): Promise<void> {
    for (;;) {
      const block = this.#pages.first();
      if (block === undefined) break;
      // It stays until it is written: a full disk may have room again later.
      await this.#writeAll(await this.#open(), block);
      this.#crc = crc32(block, this.#crc);
      this.#pages.advance(block.length);
      this.#written += block.length;
    }
  }

  async #writeAll(file: FileHandle, block: Uint8Array): Promise<void> {
    let done = 0;
    while (done < block.length) {
      const at = this.#from + this.#written + done;
      const { bytesWritten } = await file.write(block, done, undefined, at);
      done += bytesWritten;
    }
  }
}
