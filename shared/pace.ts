/**
 * Keeps the event loop responsive. When much input has arrived, reads complete
 * at once, one after the other, which would starve timers, database answers and
 * clients that send little.
 *
 * @module
 */
import {
  setImmediate as otherWork,
  setTimeout as delay,
} from "node:timers/promises";

/** Milliseconds of decoding between two turns of the event loop. */
const SLICE_MS = 50;

/**
 * Bytes decoded since the last turn below which the decoding can't have taken
 * that long. Clients that trickle leave the event loop idle in between.
 */
const SLICE_LEAST = 64 * 1024;

/** Bytes that a chunk counts in addition: about as much work as decoding them. */
const CHUNK_WORK = 256;

/** About how many bytes are decoded between two looks at the clock. */
export const SLICE_BYTES = 64 * 1024;

/**
 * Chunks up to this size go before larger ones: less than the first read of a
 * connection can be, which may be one of thousands that flood the server.
 */
export const SMALL_CHUNK = 1024;

/**
 * Reads of which one round of the event loop answers at least some; Deno leaves
 * the others.
 */
const READS = 32;

/** Decides when decoding must yield to other work. */
export class Pace {
  #turned = performance.now();
  /** Bytes decoded since then. */
  #decoded = 0;
  #isTurning = false;
  readonly #small: (() => void)[] = [];
  readonly #large: (() => void)[] = [];

  /** Resolves when `bytes` bytes may be decoded; `undefined` means at once. */
  turn(bytes: number): Promise<void> | undefined {
    this.#decoded += bytes + CHUNK_WORK;
    if (!this.#isTurning && !(this.#isBusy && this.#isDue)) return undefined;
    const waiting = bytes <= SMALL_CHUNK ? this.#small : this.#large;
    const turn = new Promise<void>((done) => waiting.push(done));
    if (!this.#isTurning) this.#run();
    return turn;
  }

  /**
   * Whether `bytes` bytes may be decoded at once; if so, they count as decoded.
   */
  mayDecode(bytes: number): boolean {
    if (this.#isTurning || this.#isBusy && this.#isDue) return false;
    this.#decoded += bytes + CHUNK_WORK;
    return true;
  }

  get #isBusy(): boolean {
    return this.#decoded >= SLICE_LEAST;
  }

  get #isDue(): boolean {
    return performance.now() - this.#turned >= SLICE_MS;
  }

  async #run(): Promise<void> {
    this.#isTurning = true;
    for (;;) {
      // Not an immediate: Deno polls for input only when it is idle, or after
      // 61 rounds.
      await delay(0);
      // With many waiting, there are more reads than one round answers.
      const waiting = this.#small.length + this.#large.length;
      for (let i = READS; i < waiting; i += READS) await otherWork();
      this.#turned = performance.now();
      this.#decoded = 0;
      do {
        const next = this.#small.shift() ?? this.#large.shift();
        if (next === undefined) {
          this.#isTurning = false;
          return;
        }
        next();
        // The task whose turn it is decodes now.
        await undefined;
      } while (!this.#isDue);
    }
  }
}

/** The pace of all decoding in this thread. */
export const PACE: Pace = new Pace();
