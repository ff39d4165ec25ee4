/**
 * Strings of short ASCII texts, many of which occur again and again.
 *
 * @module
 */

/** Longer texts rarely occur twice. */
const LONGEST = 32;

/** Number of recent texts that are kept; a power of two. */
const SLOTS = 1024;

/** Makes strings of bytes, the same ones for the same bytes. */
export class AsciiTexts {
  readonly #recent = new Array<string>(SLOTS).fill("");

  /**
   * The string of `size` bytes at `at`; `undefined` if they are too many, or not
   * ASCII without NUL.
   */
  read(bytes: Uint8Array, at: number, size: number): string | undefined {
    if (size > LONGEST) return undefined;
    const end = at + size;
    let [hash, all] = [size, 0];
    for (let i = at; i < end; i++) {
      const byte = bytes[i];
      hash = Math.imul(hash, 31) + byte | 0;
      // The top bit is set by a byte of 0 or above 0x7f.
      all |= byte | (byte - 1);
    }
    if ((all & ~0x7f) !== 0) return undefined;
    const slot = hash & (SLOTS - 1);
    const recent = this.#recent[slot];
    if (isSame(recent, bytes, at, size)) return recent;
    const text = String.fromCharCode(...bytes.subarray(at, end));
    this.#recent[slot] = text;
    return text;
  }
}

function isSame(
  text: string,
  bytes: Uint8Array,
  at: number,
  size: number,
): boolean {
  if (text.length !== size) return false;
  for (let i = 0; i < size; i++) {
    if (text.charCodeAt(i) !== bytes[at + i]) return false;
  }
  return true;
}
