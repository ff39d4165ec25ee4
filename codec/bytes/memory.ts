/**
 * Memory that is released at once, not by the garbage collector, which may let
 * many times as much pile up as is in use.
 *
 * @module
 */

/** The memory lent for most values. */
const scratch = new Uint8Array(64 * 1024);

/**
 * Smaller arrays are left to the garbage collector. V8 compiles code for arrays
 * whose memory is never detached: the first time that it is, all compiled code
 * for arrays is discarded, while a server is busy.
 */
const SMALL = 16 * 1024;

/** Above this, memory grows by a quarter. */
const DOUBLED_UP_TO = 64 * 1024;

/**
 * The same bytes with room for `size`; the old array must be all of its buffer,
 * and must not be used afterwards.
 */
export function enlarge(
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
): Uint8Array<ArrayBuffer> {
  const room = roomFor(size);
  if (bytes.length > SMALL) return new Uint8Array(bytes.buffer.transfer(room));
  const larger = new Uint8Array(room);
  larger.set(bytes);
  return larger;
}

/** Releases the memory of an array, which must not be used afterwards. */
export function free({ buffer }: Uint8Array<ArrayBuffer>): void {
  if (buffer.byteLength > SMALL) buffer.transfer(0);
}

/** How much memory to allocate for `size` bytes that may grow. */
export function roomFor(size: number): number {
  if (size > DOUBLED_UP_TO) {
    return DOUBLED_UP_TO * Math.ceil(1.25 * size / DOUBLED_UP_TO);
  }
  let room = 256;
  while (room < size) room *= 2;
  return room;
}

/**
 * Lends memory for `size` bytes, with any content, until it is returned. Only
 * one loan at a time is possible.
 */
export function borrow(size: number): Uint8Array<ArrayBuffer> {
  return size <= scratch.length ? scratch : new Uint8Array(size);
}

/** Takes borrowed memory back. */
export function giveBack(borrowed: Uint8Array<ArrayBuffer>): void {
  if (borrowed !== scratch) free(borrowed);
}
