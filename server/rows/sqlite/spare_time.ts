/**
 * Work of many databases that blocks the thread they share: one piece at a
 * time, with pauses between the pieces.
 *
 * @module
 */

/** The thread stays free for this many times as long as a piece took. */
const FREE_SHARE = 4;

/** Gives each piece of work its turn, in the order of the requests. */
export class SpareTime {
  readonly #waiting: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #freeAt = 0;

  /** Calls `work` when it is its turn. */
  request(work: () => void): void {
    this.#waiting.push(work);
    this.#timer ??= setTimeout(() => this.#next(), this.#pause());
  }

  /** To be told how many milliseconds a piece of work took. */
  spent(ms: number): void {
    this.#freeAt = performance.now() + FREE_SHARE * ms;
  }

  #pause(): number {
    return Math.max(0, this.#freeAt - performance.now());
  }

  #next(): void {
    this.#timer = undefined;
    if (this.#pause() === 0) this.#waiting.shift()?.();
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => this.#next(), this.#pause());
  }
}
