/**
 * Keeps large buffers for reuse: fresh memory costs more than what is written
 * to it.
 *
 * @module
 */

/** Smaller buffers are not worth keeping: a trickle's batch is small. */
const SMALLEST = 16 * 1024;

/**
 * Larger buffers are dropped, so that one huge row does not hold memory
 * indefinitely.
 */
const LARGEST = 4 * 1024 * 1024;

abstract class Pool<Buffer extends ArrayBufferLike> {
  readonly #most: number;
  /** Spare buffers by size, a power of two. */
  readonly #spare = new Map<number, Buffer[]>();
  #bytes = 0;

  /** Keeps up to this many bytes. */
  constructor(most = 0) {
    this.#most = most;
  }

  protected abstract make(size: number): Buffer;

  /** Frees a huge buffer without waiting for garbage collection. */
  protected abstract free(buffer: Buffer): void;

  /** A buffer of at least `size` bytes, with arbitrary content. */
  take(size: number): Buffer {
    const room = roomFor(size);
    const spare = this.#spare.get(room)?.pop();
    if (spare === undefined) return this.make(room);
    this.#bytes -= room;
    return spare;
  }

  /** Keeps a buffer that is no longer used, or drops it. */
  give(buffer: Buffer): void {
    const size = buffer.byteLength;
    if (size > LARGEST) return this.free(buffer);
    if (size < SMALLEST || size !== roomFor(size)) return;
    if (this.#bytes + size > this.#most) return;
    this.#bytes += size;
    const spare = this.#spare.get(size);
    if (spare === undefined) this.#spare.set(size, [buffer]);
    else spare.push(buffer);
  }

  /** Drops all spare buffers; garbage collection frees them. */
  drop(): void {
    this.#spare.clear();
    this.#bytes = 0;
  }
}

/** Buffers that batches and pages of files share. */
export class BufferPool extends Pool<ArrayBuffer> {
  protected override make(size: number): ArrayBuffer {
    return new ArrayBuffer(size);
  }

  protected override free(buffer: ArrayBuffer): void {
    buffer.transfer(0);
  }
}

/**
 * Buffers shared between threads. If they were transferred instead, each would
 * be new to the garbage collector each time, and trigger it constantly.
 */
export class SharedBufferPool extends Pool<SharedArrayBuffer> {
  protected override make(size: number): SharedArrayBuffer {
    return new SharedArrayBuffer(size);
  }

  protected override free(): void {
    // Another thread may use it; the last one that drops it frees it.
  }
}

/** Rounds sizes up, so that buffers of about a size are interchangeable. */
function roomFor(size: number): number {
  let room = 1024;
  while (room < size) room *= 2;
  return room;
}
