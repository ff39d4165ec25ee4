/**
 * Sessions that wait for room in their experiment.
 *
 * @module
 */
import { setImmediate as otherWork } from "node:timers/promises";
import { SMALL_CHUNK } from "../../shared/pace.ts";

/**
 * Sessions that may continue at once. Each of them checks again whether there
 * is room, so more would only wake up to wait again.
 */
const GROUP = 8;

/** Lets sessions continue a few at a time, in their order. */
export class RoomQueue {
  readonly #full: () => Promise<void> | undefined;
  readonly #small: (() => void)[] = [];
  readonly #large: (() => void)[] = [];
  #isRunning = false;

  /**
   * `full` returns a promise that resolves when there may be room; `undefined`
   * if there is.
   */
  constructor(full: () => Promise<void> | undefined) {
    this.#full = full;
  }

  /** Resolves when a session with `bytes` bytes may check for room again. */
  wait(bytes: number): Promise<void> {
    const waiting = bytes <= SMALL_CHUNK ? this.#small : this.#large;
    const turn = new Promise<void>((done) => waiting.push(done));
    if (!this.#isRunning) this.#run();
    return turn;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (;;) {
      for (let full; (full = this.#full()) !== undefined;) await full;
      for (let i = 0; i < GROUP; i++) {
        const next = this.#small.shift() ?? this.#large.shift();
        if (next === undefined) break;
        next();
      }
      if (this.#small.length === 0 && this.#large.length === 0) break;
      await otherWork();
    }
    this.#isRunning = false;
  }
}
