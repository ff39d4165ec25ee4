import assert from "node:assert/strict";

/** Splits bytes into pieces that share one buffer, as a reader may do. */
export function* pieces(
  bytes: Uint8Array,
  sizes: Iterable<number>,
): Generator<Uint8Array> {
  const buffer = new Uint8Array(bytes.length);
  let at = 0;
  for (const size of sizes) {
    const piece = buffer.subarray(0, Math.min(size, bytes.length - at));
    piece.set(bytes.subarray(at, at + piece.length));
    at += piece.length;
    yield piece;
    // Bytes must not be read after the call.
    buffer.fill(0xaa);
  }
  if (at < bytes.length) yield bytes.slice(at);
}

/** Bytes one by one. */
export function oneByOne(bytes: Uint8Array): Generator<Uint8Array> {
  return pieces(bytes, new Array<number>(bytes.length).fill(1));
}

/**
 * Runs `read` on the bytes whole, byte by byte, and split at every position;
 * the results must be equal, and are returned.
 */
export function readAtEveryCut<T>(
  bytes: Uint8Array,
  read: (chunks: Iterable<Uint8Array>) => T,
): T {
  const whole = read([bytes]);
  assert.deepEqual(read(oneByOne(bytes)), whole, "byte by byte");
  for (let at = 0; at <= bytes.length; at++) {
    assert.deepEqual(read(pieces(bytes, [at])), whole, `cut at ${at}`);
  }
  return whole;
}
