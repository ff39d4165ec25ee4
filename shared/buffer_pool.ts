/**
 * Keeps large buffers for whoever is next: fresh memory costs more than what
 * is written to it.
 *
 * @module
 */

/** Buffers below this are not worth keeping: a trickle's batch is small. */
const SMALLEST = 16 * 1024;

/** Buffers above this are let go, lest one huge row holds memory for ever. */
const LARGEST = 4 * 1024 * 1024;

abstract class Pool<Buffer extends ArrayBufferLike> {
  readonly #most: number;
  /** Spare buffers by their size, which is a power of two. */
  readonly #spare = new Map<number, Buffer[]>();
  #bytes = 0;

  /** Keeps at most so many bytes. */
  constructor(most = 0) {
    this.#most = most;
  }

  protected abstract make(size: number): Buffer;

  /** Gives the memory of a huge buffer back before garbage is collected. */
  protected abstract free(buffer: Buffer): void;

  /** A buffer of at least `size` bytes, with whatever was in it before. */
  take(size: number): Buffer {
    const room = roomFor(size);
    const spare = this.#spare.get(room)?.pop();
    if (spare === undefined) return this.make(room);
    this.#bytes -= room;
    return spare;
  }

  /** Keeps a buffer that nobody looks at any more, or lets it go. */
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
}

/** Buffers that batches and pages of files take turns in. */
export class BufferPool extends Pool<ArrayBuffer> {
  protected override make(size: number): ArrayBuffer {
    return new ArrayBuffer(size);
  }

  protected override free(buffer: ArrayBuffer): void {
    buffer.transfer(0);
  }
}

/**
 * Buffers that threads look at together. Moved to and fro instead, they would
 * be new to the garbage collection each time, and call for it all the time.
 */
export class SharedBufferPool extends Pool<SharedArrayBuffer> {
  protected override make(size: number): SharedArrayBuffer {
    return new SharedArrayBuffer(size);
  }

  protected override free(): void {
    // Another thread may look at it; the last one that forgets it frees it.
  }
}

/** All buffers of about a size are interchangeable. */
function roomFor(size: number): number {
  let room = 1024;
  while (room < size) room *= 2;
  return room;
}
