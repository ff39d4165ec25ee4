/**
 * The bytes of one result file.
 *
 * @module
 */
import { type FileHandle, open, rm, stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { SerialQueue } from "../../shared/serial_queue.ts";
import type { FileHarm } from "./file_harm.ts";
import type { DataFact } from "./journal_facts.ts";
import { Pages, type PageSource } from "./pages.ts";
import { RangeCheck } from "./range_check.ts";
import type { StreamFacts } from "./stream_facts.ts";
import { StreamFileError, throwIfDamaged } from "./stream_file_error.ts";
import { writeAll } from "./write_all.ts";

/** How a file is used. */
export interface StreamFileOptions {
  /** Whether it can't be written. */
  readonly readOnly: boolean;
  /** Where the bytes begin in the file. */
  readonly from: number;
  /** Where the buffers come from. */
  readonly pages: PageSource;
  /** Its inode, if known, to detect another file. */
  readonly inode?: number | undefined;
  /** What an earlier process wrote. */
  readonly ranges: readonly DataFact[];
  /** Called with what other programs have done to it. */
  readonly harmed: (harm: FileHarm) => void;
}

/**
 * Appends to a file, buffered, and keeps checksums of what it wrote. Its
 * methods throw a {@linkcode StreamFileError} if another program damaged the
 * file.
 */
export class StreamFile {
  readonly #path: string;
  readonly #options: StreamFileOptions;
  readonly #pages: Pages;
  readonly #ranges: RangeCheck;
  readonly #writing = new SerialQueue();
  #file: Promise<FileHandle> | undefined;
  #size: number;
  #written: number;
  /** CRC-32 of the bytes written after `#crcFrom`. */
  #crc = 0;
  #crcFrom: number;
  #inode: number | undefined;
  #isUnlinked = false;

  /** The file at `path`, which has `size` bytes. */
  constructor(path: string, size: number, options: StreamFileOptions) {
    this.#path = path;
    this.#options = options;
    this.#inode = options.inode;
    this.#pages = new Pages(options.pages);
    this.#ranges = new RangeCheck(
      options.ranges,
      ({ from, to }) => options.harmed({ kind: "altered", from, to }),
    );
    this.#size = size;
    this.#written = size;
    this.#crcFrom = size;
  }

  /** The file at `path` with what is known of it. */
  static of(
    path: string,
    { size = 0, from = 0, data = [], inode }: StreamFacts,
    options: Pick<StreamFileOptions, "readOnly" | "pages" | "harmed">,
  ): StreamFile {
    // The last range was checked when the file was recovered.
    const ranges = data.filter(({ to }) => to < size);
    return new StreamFile(path, size, { ...options, from, inode, ranges });
  }

  /** Bytes in the file and in memory. */
  get size(): number {
    return this.#size;
  }

  /** Bytes in memory only. */
  get pendingBytes(): number {
    return this.#size - this.#written;
  }

  /**
   * A copy of the bytes from `offset` on; `undefined` if some of them are not in
   * memory any more.
   */
  copyPending(offset: number): Uint8Array | undefined {
    if (offset < this.#written) return undefined;
    const bytes = new Uint8Array(this.#size - offset);
    this.#pages.copy(bytes, offset - this.#written);
    return bytes;
  }

  /** Appends bytes, which are copied. */
  append(bytes: Uint8Array): void {
    this.#pages.append(bytes);
    this.#size += bytes.length;
  }

  /**
   * Writes what is in memory.
   *
   * @throws {Error} if that is not possible now; nothing is lost.
   */
  flush(): Promise<void> {
    return this.#writing.run(() => this.#flush());
  }

  /** The range written since the last call, if any. */
  takeRange(): DataFact | undefined {
    const [from, to, crc] = [this.#crcFrom, this.#written, this.#crc];
    if (from === to) return undefined;
    this.#crcFrom = to;
    this.#crc = 0;
    return { kind: "data", from, to, crc };
  }

  /** Opens it, to check whether it is unchanged. */
  async open(): Promise<void> {
    await this.#check(await this.#open());
  }

  /** Forces written bytes to disk. */
  async force(): Promise<void> {
    await (await this.#open()).datasync();
  }

  /** Reads bytes from `offset` on; returns their number. */
  async read(buffer: Uint8Array, offset: number): Promise<number> {
    if (offset + buffer.length > this.#written) {
      // If nothing can be written now, the spool has logged that.
      await this.flush().catch(throwIfDamaged);
    }
    const inFile = this.#written - offset;
    if (inFile <= 0) return this.#pages.copy(buffer, -inFile);
    const length = Math.min(buffer.length, inFile);
    const file = await this.#open();
    const base = this.#options.from;
    const range = { from: offset, to: offset + length };
    await this.#ranges.check(file, base, range);
    const at = base + offset;
    const { bytesRead } = await file.read(buffer, 0, length, at);
    if (bytesRead === 0) await this.#check(file);
    return bytesRead;
  }

  /** Closes the file if it can be opened again. */
  suspend(): Promise<void> {
    return this.#writing.run(async () => {
      const file = await this.#file;
      if (file === undefined) return;
      await this.#check(file);
      if (await this.#hasName()) await this.#close();
      else this.#reportUnlinked();
    });
  }

  /** Closes the file, after current writes. */
  close(): Promise<void> {
    return this.#writing.run(() => this.#close());
  }

  /** Removes the file, unless another one has its name by now. */
  async remove(): Promise<void> {
    await this.close();
    if (await this.#hasName()) await rm(this.#path, { force: true });
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await (await file)?.close();
  }

  #open(): Promise<FileHandle> {
    return this.#file ??= this.#reopen().catch((error) => {
      this.#file = undefined;
      throw error;
    });
  }

  async #reopen(): Promise<FileHandle> {
    const flags = this.#options.readOnly ? "r" : "r+";
    const file = await open(this.#path, flags).catch((error) => {
      if (error.code !== "ENOENT") throw error;
      throw new StreamFileError("its file was removed", { cause: error });
    });
    try {
      await this.#check(file);
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Checks whether the file is the same, and has all its bytes. */
  async #check(file: FileHandle): Promise<void> {
    const { ino, nlink, size } = await file.stat();
    this.#inode ??= ino;
    if (ino !== this.#inode) {
      throw new StreamFileError("its file was replaced by another one");
    }
    const expected = this.#options.from + this.#written;
    if (size < expected) {
      throw new StreamFileError(
        `its file was cut from ${expected} bytes to ${size}`,
      );
    }
    if (nlink === 0) this.#reportUnlinked();
  }

  /** Whether the file still has its name. */
  async #hasName(): Promise<boolean> {
    const { ino } = await stat(this.#path).catch(() => ({ ino: undefined }));
    return ino === this.#inode;
  }

  #reportUnlinked(): void {
    if (this.#isUnlinked) return;
    this.#isUnlinked = true;
    this.#options.harmed({ kind: "unlinked" });
  }

  async #flush(): Promise<void> {
    if (this.#pages.first() !== undefined) {
      await this.#check(await this.#open());
    }
    for (;;) {
      const block = this.#pages.first();
      if (block === undefined) break;
      // It stays in memory until it is written: a full disk may have room
      // later.
      const file = await this.#open();
      await writeAll(file, block, this.#options.from + this.#written);
      this.#crc = crc32(block, this.#crc);
      this.#pages.advance(block.length);
      this.#written += block.length;
    }
  }
}
