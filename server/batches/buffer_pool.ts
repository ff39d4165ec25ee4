/**
 * Keeps large buffers for the next batch.
 *
 * @module
 */

/** Buffers below this are not worth keeping: a trickle's batch is small. */
const SMALLEST = 16 * 1024;

/** Buffers above this are let go, lest one huge row holds memory for ever. */
const LARGEST = 4 * 1024 * 1024;

/** A few buffers that batches take turns in. */
export class BufferPool {
  readonly #most: number;
  readonly #spare: ArrayBuffer[] = [];

  /** Keeps at most so many buffers. */
  constructor(most = 0) {
    this.#most = most;
  }

  /** A spare buffer of at least `size` bytes, if `size` is worth one. */
  take(size: number): ArrayBuffer | undefined {
    if (size < SMALLEST) return undefined;
    const at = this.#spare.findIndex((buffer) => buffer.byteLength >= size);
    return at < 0 ? undefined : this.#spare.splice(at, 1)[0];
  }

  /** Keeps a buffer that is not needed any more. */
  give(buffer: ArrayBuffer): void {
    const size = buffer.byteLength;
    if (size < SMALLEST || size > LARGEST) return;
    if (this.#spare.length < this.#most) this.#spare.push(buffer);
  }
}
