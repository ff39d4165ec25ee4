/**
 * Runs blocking work of the databases of a thread one piece at a time, with
 * pauses in between.
 *
 * @module
 */

/** The thread stays free for this many times the duration of a piece. */
const FREE_SHARE = 4;

/** Milliseconds of pause that quick pieces may owe. */
const CREDIT_MS = 100;

/** Grants turns in the order of requests. */
export class SpareTime {
  readonly #waiting: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #freeAt = 0;

  /** Calls `work` when it is its turn. */
  request(work: () => void): void {
    this.#waiting.push(work);
    this.#timer ??= setTimeout(() => this.#next(), this.#pause());
  }

  /** Whether no work waits. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /**
   * Whether a quick piece may run without a request: nothing waits, and the
   * pieces before were quick as well.
   */
  get isFree(): boolean {
    return this.#waiting.length === 0 && this.#pause() < CREDIT_MS;
  }

  /** Does blocking work, whose duration counts. */
  spend(work: () => void): void {
    const start = performance.now();
    work();
    this.spent(performance.now() - start);
  }

  /** Records the milliseconds that a piece of work took. */
  spent(ms: number): void {
    const from = Math.max(this.#freeAt, performance.now());
    this.#freeAt = from + FREE_SHARE * ms;
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
