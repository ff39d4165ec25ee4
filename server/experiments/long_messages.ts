/**
 * Bounds what long messages become. A row of vectors has up to seven times the
 * bytes of its message, and the store copies it; of many at once, whatever
 * their experiments, that would be gigabytes.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/** Bytes from which on a message is long. */
export const LONG_BYTES: number = 1024 * 1024;

/** How often it is looked whether there is room, in ms. */
const STEP_MS = 10;

/** One database that stores nothing must not hold up the others for longer. */
const PATIENCE_MS = 5_000;

/** Has long messages decoded one at a time, when there is room for their rows. */
export class LongMessages {
  readonly #hasRoom: () => boolean;
  readonly #patienceMs: number;
  #underWay = 0;
  /** When the last one was begun, or has ended. */
  #changedAt = -Infinity;

  /** `hasRoom` tells whether what waits to be stored is little. */
  constructor(hasRoom: () => boolean, patienceMs: number = PATIENCE_MS) {
    this.#hasRoom = hasRoom;
    this.#patienceMs = patienceMs;
  }

  /** Resolves when one more may be decoded; `undefined` if it may at once. */
  wait(): Promise<void> | undefined {
    return this.#isDue ? undefined : delay(STEP_MS);
  }

  /** One is decoded from now on; nothing was awaited since the last `wait`. */
  begin(): void {
    this.#underWay++;
    this.#changedAt = performance.now();
  }

  /** It has become a row, or none. */
  end(): void {
    this.#underWay--;
    this.#changedAt = performance.now();
  }

  get #isDue(): boolean {
    if (this.#underWay === 0 && this.#hasRoom()) return true;
    return performance.now() - this.#changedAt >= this.#patienceMs;
  }
}
