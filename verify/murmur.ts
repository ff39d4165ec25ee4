/**
 * A hash of 128 bits.
 *
 * @module
 */

/** Words that are collected before they are mixed; a multiple of a block. */
const WORDS = 1_024;

/** Words of a block. */
const BLOCK = 4;

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

/**
 * MurmurHash3 (x86, 128 bits) of 32-bit words. It allocates nothing: one hasher
 * serves any number of messages of any length. It detects accidents; it does
 * not resist deliberately constructed collisions.
 */
export class Murmur {
  /** The first word of the result. */
  h1 = 0;
  /** The second word of the result. */
  h2 = 0;
  /** The third word of the result. */
  h3 = 0;
  /** The fourth word of the result. */
  h4 = 0;
  readonly #words = new Int32Array(WORDS);
  #filled = 0;
  /** Words that are mixed already. */
  #mixed = 0;

  /** Begins a message. */
  begin(): void {
    this.h1 =
      this.h2 =
      this.h3 =
      this.h4 =
        0;
    this.#filled = this.#mixed = 0;
  }

  /** Appends a word, of which the lower 32 bits count. */
  add(word: number): void {
    if (this.#filled === WORDS) this.#mix();
    this.#words[this.#filled++] = word;
  }

  /** Ends the message; the result is in `h1` to `h4`, as signed integers. */
  end(): void {
    const length = 4 * (this.#mixed + this.#filled);
    this.#mix();
    this.#mixRest();
    let h1 = this.h1 ^ length;
    let h2 = this.h2 ^ length;
    let h3 = this.h3 ^ length;
    let h4 = this.h4 ^ length;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = (h2 + h1) | 0;
    h3 = (h3 + h1) | 0;
    h4 = (h4 + h1) | 0;
    h1 = finish(h1);
    h2 = finish(h2);
    h3 = finish(h3);
    h4 = finish(h4);
    h1 = (h1 + h2 + h3 + h4) | 0;
    this.h1 = h1;
    this.h2 = (h2 + h1) | 0;
    this.h3 = (h3 + h1) | 0;
    this.h4 = (h4 + h1) | 0;
  }

  /** Mixes all complete blocks, and moves the rest to the beginning. */
  #mix(): void {
    const words = this.#words;
    const blocks = this.#filled - this.#filled % BLOCK;
    let { h1, h2, h3, h4 } = this;
    for (let i = 0; i < blocks; i += BLOCK) {
      h1 ^= scramble(words[i], C1, 15, C2);
      h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
      h2 ^= scramble(words[i + 1], C2, 16, C3);
      h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
      h3 ^= scramble(words[i + 2], C3, 17, C4);
      h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
      h4 ^= scramble(words[i + 3], C4, 18, C1);
      h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
    }
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
    words.copyWithin(0, blocks, this.#filled);
    this.#filled -= blocks;
    this.#mixed += blocks;
  }

  /** Mixes the words of the last, incomplete block. */
  #mixRest(): void {
    const words = this.#words;
    const rest = this.#filled;
    if (rest > 2) this.h3 ^= scramble(words[2], C3, 17, C4);
    if (rest > 1) this.h2 ^= scramble(words[1], C2, 16, C3);
    if (rest > 0) this.h1 ^= scramble(words[0], C1, 15, C2);
  }
}

/** The finalizer of MurmurHash3: every bit of `h` affects all others. */
export function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function scramble(
  word: number,
  first: number,
  bits: number,
  second: number,
): number {
  return Math.imul(rotate(Math.imul(word, first), bits), second);
}

function rotate(h: number, bits: number): number {
  return (h << bits) | (h >>> (32 - bits));
}
