/**
 * When clients that send little are read: together, right before each sync.
 *
 * A client that sends a tuple each millisecond would wake the process a
 * thousand times a second. What arrives meanwhile is in the system's buffers.
 * It is no less safe there than in those of the process: both end with a sync.
 *
 * @module
 */

/** Milliseconds in which the clients of a turn are read. */
const TURN_MS = 10;

/** Lets sessions wait, and read all at once. */
export class ReadTurns {
  #waiting: (() => void)[] = [];
  #count = 0;
  /** Sessions that were let go by the last turn, and have not read yet. */
  #reading = 0;
  #allHaveRead: () => void = () => undefined;
  #isOver = false;

  /** Number of turns so far. */
  get count(): number {
    return this.#count;
  }

  /** Resolves with the next turn. */
  wait(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((go) => this.#waiting.push(go));
  }

  /** What a session read in the turn of that number is in the spool. */
  read(turn: number): void {
    if (turn !== this.#count || this.#reading === 0) return;
    this.#reading--;
    if (this.#reading === 0) this.#allHaveRead();
  }

  /**
   * Lets all sessions go; resolves when they have read, at the latest after 10
   * ms: some have nothing to read.
   */
  next(): Promise<void> {
    this.#count++;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#reading = waiting.length;
    if (waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, TURN_MS);
      this.#allHaveRead = () => {
        clearTimeout(timer);
        resolve();
      };
      for (const go of waiting) go();
    });
  }

  /** No session waits any more, now or later. */
  end(): void {
    this.#isOver = true;
    for (const go of this.#waiting) go();
    this.#waiting = [];
  }
}
