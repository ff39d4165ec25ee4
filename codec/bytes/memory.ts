/**
 * Memory that is given back at once, not when the garbage is collected: by then
 * there may be many times as much as is in use.
 *
 * @module
 */

/** What is lent for most values. */
const scratch = new Uint8Array(64 * 1024);

/**
 * Up to so many bytes are left to the garbage collector. V8 compiles code for
 * arrays whose memory is never taken away: when it is for the first time, all
 * that is compiled for arrays is thrown away, right when a server is busy.
 */
const SMALL = 16 * 1024;

/** Above this, memory grows by a quarter. */
const DOUBLED_UP_TO = 64 * 1024;

/**
 * The same bytes with room for `size`; the old array has none any more. It
 * must be all of its buffer.
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

/** Gives the memory of an array back; nobody may look at it any more. */
export function free({ buffer }: Uint8Array<ArrayBuffer>): void {
  if (buffer.byteLength > SMALL) buffer.transfer(0);
}

/** How much memory to take for `size` bytes that may become more. */
export function roomFor(size: number): number {
  if (size > DOUBLED_UP_TO) {
    return DOUBLED_UP_TO * Math.ceil(1.25 * size / DOUBLED_UP_TO);
  }
  let room = 256;
  while (room < size) room *= 2;
  return room;
}

/**
 * Lends memory for `size` bytes, with anything in it, until it is given back.
 * Nothing else may be borrowed meanwhile.
 */
export function borrow(size: number): Uint8Array<ArrayBuffer> {
  return size <= scratch.length ? scratch : new Uint8Array(size);
}

/** Takes borrowed memory back. */
export function giveBack(borrowed: Uint8Array<ArrayBuffer>): void {
  if (borrowed !== scratch) free(borrowed);
}
