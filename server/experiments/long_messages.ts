/**
 * Limits the memory of long messages. A row of vectors takes up to seven times
 * the bytes of its message, and the store copies it; for many at once, of all
 * experiments, that would be gigabytes.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/** Minimum bytes of a long message. */
export const LONG_BYTES: number = 1024 * 1024;

/** Milliseconds between checks for room. */
const STEP_MS = 10;

/**
 * Maximum wait in ms: one database that stores nothing must not block the
 * others for longer.
 */
const PATIENCE_MS = 5_000;

/**
 * Lets long messages be decoded one at a time, when there is room for their
 * rows.
 */
export class LongMessages {
  readonly #hasRoom: () => boolean;
  readonly #patienceMs: number;
  #inProgress = 0;
  /** When the last one began or ended. */
  #changedAt = -Infinity;

  /** `hasRoom` returns whether little waits to be stored. */
  constructor(hasRoom: () => boolean, patienceMs: number = PATIENCE_MS) {
    this.#hasRoom = hasRoom;
    this.#patienceMs = patienceMs;
  }

  /** Resolves when to ask again; `undefined` if one more may be decoded now. */
  wait(): Promise<void> | undefined {
    return this.#isDue ? undefined : delay(STEP_MS);
  }

  /** The decoding of one begins; nothing may be awaited since `wait`. */
  begin(): void {
    this.#inProgress++;
    this.#changedAt = performance.now();
  }

  /** The decoding of one has ended, with or without a row. */
  end(): void {
    this.#inProgress--;
    this.#changedAt = performance.now();
  }

  get #isDue(): boolean {
    if (this.#inProgress === 0 && this.#hasRoom()) return true;
    return performance.now() - this.#changedAt >= this.#patienceMs;
  }
}
