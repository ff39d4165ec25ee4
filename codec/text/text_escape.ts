/**
 * Backslash sequences in strings (OMSP §Text Protocol, V>=4).
 *
 * @module
 */

import { indexOfByte } from "../bytes/index_of_byte.ts";

const BACKSLASH = 0x5c;

/** The meaning of a backslash followed by each byte. */
const DECODED = Uint8Array.from({ length: 256 }, (_, byte) => byte);
DECODED[0x74] = 0x09;
DECODED[0x6e] = 0x0a;
DECODED[0x72] = 0x0d;

/** Whether there is a backslash to decode. */
export function hasEscape(
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  return indexOfByte(bytes, BACKSLASH, from, to) < to;
}

/**
 * Decodes `\t`, `\n`, `\r` and `\\` into `target` and returns the length; of
 * any other `\c` the backslash is dropped, and one at the very end is kept.
 * `target` must have room for all the bytes.
 */
export function decodeEscapes(
  bytes: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
): number {
  let length = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte === BACKSLASH && i + 1 < to) {
      target[length++] = DECODED[bytes[++i]];
    } else {
      target[length++] = byte;
    }
  }
  return length;
}

/** Escapes tab, newline, carriage return and backslash in `text`. */
export function encodeEscapes(text: string): string {
  return text.replace(/[\t\n\r\\]/g, (c) => ESCAPED.get(c) ?? c);
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\\", "\\\\"],
]);
