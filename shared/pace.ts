/**
 * Keeps the event loop turning. Where much has arrived, reads are answered at
 * once, one after the other, and nothing else would get its turn: no timer, no
 * answer of a database, no client that has sent little.
 *
 * @module
 */
import {
  setImmediate as otherWork,
  setTimeout as delay,
} from "node:timers/promises";

/** Milliseconds of decoding between two turns of the event loop. */
const SLICE_MS = 50;

/** About how many bytes are decoded before it is seen how long that took. */
export const SLICE_BYTES = 64 * 1024;

/**
 * Chunks up to so many bytes go before larger ones: less than the first read of
 * a connection can be, which may be one of thousands that flood the server.
 */
const SMALL = 1024;

/** Reads of which one round surely answers some; Deno leaves the others. */
const READS = 32;

/** Tells when it is time to let others do something. */
export class Pace {
  #turned = performance.now();
  #isTurning = false;
  readonly #small: (() => void)[] = [];
  readonly #large: (() => void)[] = [];

  /** Resolves when so many bytes may be decoded; `undefined`: at once. */
  turn(bytes: number): Promise<void> | undefined {
    if (!this.#isTurning && !this.#isDue) return undefined;
    const waiting = bytes <= SMALL ? this.#small : this.#large;
    const turn = new Promise<void>((done) => waiting.push(done));
    if (!this.#isTurning) this.#run();
    return turn;
  }

  get #isDue(): boolean {
    return performance.now() - this.#turned >= SLICE_MS;
  }

  async #run(): Promise<void> {
    this.#isTurning = true;
    for (;;) {
      // Not an immediate: Deno looks for what has arrived only where it has
      // nothing to do, or after 61 rounds.
      await delay(0);
      // Where many wait there are more reads than one round answers.
      const waiting = this.#small.length + this.#large.length;
      for (let i = READS; i < waiting; i += READS) await otherWork();
      this.#turned = performance.now();
      do {
        const next = this.#small.shift() ?? this.#large.shift();
        if (next === undefined) {
          this.#isTurning = false;
          return;
        }
        next();
        // Whose turn it is decodes now.
        await undefined;
      } while (!this.#isDue);
    }
  }
}

/** The pace of everything that this thread decodes. */
export const PACE: Pace = new Pace();
