/**
 * A file that is read from the last position on, as long as it is the same one.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { errorText } from "../shared/error_text.ts";
import type { HintErrorOptions } from "../shared/hint_error.ts";
import { cannotRead, CaptureError } from "./errors.ts";
import { statRegular } from "./regular_file.ts";

/** Bytes read at a time. */
const BLOCK = 256 * 1024;

/**
 * The first bytes, and the last ones before the position: they are compared
 * before more is read.
 */
const FIRST = 1024;
const LAST = 64;

/** Takes a block, which is valid until it resolves. */
export type TakeBlock = (block: Uint8Array, file: FileHandle) => Promise<void>;

/** Reads one file. The calls must be awaited one after the other. */
export class GrowingFile {
  /** Its path. */
  readonly path: string;
  /** Bytes read so far. */
  position = 0;
  /** Its size when it was last looked at. */
  size = 0;
  /** Device and inode. */
  #identity = "";
  #first = Buffer.alloc(0);
  #last = Buffer.alloc(0);

  /** Reads the file at `path`. */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Updates its size.
   *
   * @throws {CaptureError} if it can't be read, or was truncated or replaced.
   */
  async look(): Promise<void> {
    const found = await statRegular(this.path);
    this.size = found.size;
    const identity = `${found.dev} ${found.ino}`;
    if (this.#identity === "") this.#identity = identity;
    if (this.#identity !== identity) throw this.#changed("replaced");
    if (found.size < this.position) throw this.#changed("truncated");
  }

  /**
   * Passes what follows the position to `take`, up to the present end or until
   * `signal` is aborted. Resolves to whether there was anything.
   *
   * @throws {CaptureError} if it can't be read, or is not the same file.
   */
  async readOn(take: TakeBlock, signal?: AbortSignal): Promise<boolean> {
    await this.look();
    if (this.size === this.position) return false;
    const file = await open(this.path, "r").catch((cause) => {
      throw this.fault(errorText(cause), { cause });
    });
    try {
      await this.#check(file);
      const from = this.position;
      const block = new Uint8Array(BLOCK);
      while (signal?.aborted !== true) {
        const { bytesRead } = await file.read(block, 0, BLOCK, this.position);
        if (bytesRead === 0) break;
        const bytes = block.subarray(0, bytesRead);
        this.#advance(bytes);
        await take(bytes, file);
      }
      return this.position > from;
    } finally {
      await file.close();
    }
  }

  /** An error of this file. */
  fault(why: string, options: HintErrorOptions = {}): CaptureError {
    return cannotRead(this.path, why, options);
  }

  /** Checks that it still has the bytes that were read. */
  async #check(file: FileHandle): Promise<void> {
    const { length } = this.#last;
    const first = await readAt(file, 0, this.#first.length);
    const last = await readAt(file, this.position - length, length);
    const isSame = first.equals(this.#first) && last.equals(this.#last);
    if (!isSame) throw this.#changed("overwritten");
  }

  #advance(bytes: Uint8Array): void {
    this.position += bytes.length;
    const room = FIRST - this.#first.length;
    if (room > 0) {
      this.#first = Buffer.concat([this.#first, bytes.subarray(0, room)]);
    }
    const last = Buffer.concat([this.#last, bytes.subarray(-LAST)]);
    this.#last = last.subarray(-LAST);
  }

  #changed(how: string): CaptureError {
    return new CaptureError(
      `${this.path} was ${how} after ${this.position} bytes were read`,
      { hint: "what was read stays; start again to read the new contents" },
    );
  }
}

/** Reads up to `length` bytes. */
async function readAt(
  file: FileHandle,
  at: number,
  length: number,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
