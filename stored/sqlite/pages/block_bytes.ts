/**
 * The leaves of a block of rows, in memory.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { LARGEST_PAGE } from "./page_file.ts";

/** Bytes of a block, besides its last leaf. */
const BLOCK = 64 * 1024;

/** Memory for leaves, used again for each block. */
export class BlockBytes {
  /** The bytes of the leaves, one after the other. */
  readonly bytes: Buffer = Buffer.alloc(BLOCK + LARGEST_PAGE);
  /** The same. */
  readonly view: DataView = new DataView(
    this.bytes.buffer,
    this.bytes.byteOffset,
    this.bytes.length,
  );
  #length = 0;
  #latin1: string | undefined;

  /** Whether there are enough leaves. */
  get isFull(): boolean {
    return this.#length >= BLOCK;
  }

  /** The bytes as a text with a character for each. */
  get latin1(): string {
    return this.#latin1 ??= this.bytes.toString("latin1", 0, this.#length);
  }

  /** Forgets all leaves. */
  clear(): void {
    this.#length = 0;
    this.#latin1 = undefined;
  }

  /** Adds a leaf; returns its offset. */
  add(leaf: Uint8Array): number {
    const at = this.#length;
    this.bytes.set(leaf, at);
    this.#length += leaf.length;
    this.#latin1 = undefined;
    return at;
  }
}
