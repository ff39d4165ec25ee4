/**
 * Gives a contiguous view of bytes that arrive in pieces.
 *
 * @module
 */
import { enlarge, free, roomFor } from "./memory.ts";

/** Larger buffers are released as soon as most of them is unused. */
const KEPT_CAPACITY = 16 * 1024;

/** Maximum size of a joint that is kept. */
const KEPT_JOINT = 256 * 1024;

/**
 * Where a piece is joined to what was left of the one before. One for all
 * queues, for there may be thousands; unset while a queue uses it.
 */
let joint: Uint8Array | undefined;

/**
 * The bytes received and not consumed yet.
 *
 * A piece that meets an empty queue is read in place; only what remains of it
 * after {@linkcode ByteQueue.settle} is copied, so the caller may reuse its
 * read buffer. The content of `bytes` is valid until then.
 */
export class ByteQueue {
  /** Holds the unconsumed bytes. Ends with the last of them. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Position of the first unconsumed byte. */
  from = 0;
  #own: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #joint: Uint8Array | undefined;

  /** Number of unconsumed bytes. */
  get length(): number {
    return this.bytes.length - this.from;
  }

  /** Bytes of memory allocated for unconsumed bytes. */
  get memory(): number {
    return this.#own.length;
  }

  /** Adds a piece at the end. Invalidates positions. */
  append(piece: Uint8Array): void {
    const kept = this.length;
    if (kept === 0) {
      this.bytes = piece;
      this.from = 0;
    } else if (kept < piece.length) {
      this.#join(piece);
    } else {
      // A long line that arrives byte by byte must not be copied each time.
      this.#keep(kept + piece.length);
      this.#own.set(piece, kept);
      this.bytes = this.#own.subarray(0, kept + piece.length);
    }
  }

  /** Copies the remainder to memory of its own. Invalidates positions. */
  settle(): void {
    if (this.length > 0) this.#keep(this.length);
    this.#shrink();
    if (this.length === 0) {
      this.bytes = this.#own.subarray(0, 0);
      this.from = 0;
    }
    if (this.#joint !== undefined && this.#joint.length <= KEPT_JOINT) {
      joint = this.#joint;
    }
    this.#joint = undefined;
  }

  /** Forgets the unconsumed bytes, and releases their memory. */
  drop(): void {
    this.bytes = new Uint8Array(0);
    this.from = 0;
    free(this.#own);
    this.#own = new Uint8Array(0);
    this.#joint = undefined;
  }

  #join(piece: Uint8Array): void {
    const kept = this.bytes.subarray(this.from);
    const size = kept.length + piece.length;
    const room = joint !== undefined && joint.length >= size
      ? joint
      : new Uint8Array(roomFor(size));
    joint = undefined;
    room.set(kept);
    room.set(piece, kept.length);
    this.#joint = room;
    this.bytes = room.subarray(0, size);
    this.from = 0;
  }

  /** Moves the remainder to the front of own memory with this much `room`. */
  #keep(room: number): void {
    const kept = this.bytes.subarray(this.from);
    if (this.bytes.buffer === this.#own.buffer) {
      if (this.from > 0) this.#own.set(kept);
      if (this.#own.length < room) this.#own = enlarge(this.#own, room);
    } else {
      if (this.#own.length < room) {
        free(this.#own);
        this.#own = new Uint8Array(roomFor(room));
      }
      this.#own.set(kept);
    }
    this.bytes = this.#own.subarray(0, kept.length);
    this.from = 0;
  }

  /** Releases memory that a long message needed, and the next one may not. */
  #shrink(): void {
    const { length } = this;
    if (this.#own.length <= KEPT_CAPACITY || this.#own.length <= 4 * length) {
      return;
    }
    const large = this.#own;
    this.#own = new Uint8Array(length === 0 ? 0 : roomFor(length));
    this.#own.set(this.bytes.subarray(this.from));
    free(large);
    this.bytes = this.#own.subarray(0, length);
    this.from = 0;
  }
}
