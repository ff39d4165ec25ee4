/**
 * Asks again and again.
 *
 * @module
 */

/** How to ask. */
export interface PollOptions<T> {
  /** Asks once. */
  readonly ask: (signal: AbortSignal) => Promise<T>;
  /** Takes an answer. */
  readonly onAnswer: (answer: T) => void;
  /** Takes an error; it is asked again all the same. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds from an answer to the next question, at least. */
  readonly every: number;
  /** Returns a monotonic time in milliseconds. */
  readonly now?: () => number;
  /** Calls back after some milliseconds; returns what cancels that. */
  readonly later?: (callback: () => void, ms: number) => () => void;
}

/** Milliseconds from an error to the next question, at first and at most. */
const FIRST_RETRY = 500;
const LAST_RETRY = 4000;

/** A server that is slow to answer is left alone for this many times as long. */
const RESTS = 3;

/**
 * Asks until it is stopped; more slowly while that fails, or while the answers
 * take long.
 */
export class Poller<T> {
  readonly #options: PollOptions<T>;
  #question: AbortController | undefined;
  #cancel: (() => void) | undefined;
  #failures = 0;
  #isStopped = false;

  /** Asks at once. */
  constructor(options: PollOptions<T>) {
    this.#options = options;
    this.#ask();
  }

  /** Asks at once, unless a question is open. */
  poke(): void {
    if (this.#question !== undefined || this.#isStopped) return;
    this.#cancel?.();
    this.#ask();
  }

  /** Asks no more, and drops the answer to an open question. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#question?.abort();
  }

  async #ask(): Promise<void> {
    const { ask, onAnswer, onError, now = monotonic } = this.#options;
    const start = now();
    this.#question = new AbortController();
    try {
      const answer = await ask(this.#question.signal);
      this.#failures = 0;
      if (!this.#isStopped) onAnswer(answer);
    } catch (error) {
      this.#failures++;
      if (!this.#isStopped) onError(error);
    } finally {
      this.#question = undefined;
    }
    if (!this.#isStopped) this.#wait(now() - start);
  }

  #wait(took: number): void {
    const { every, later = afterTimeout } = this.#options;
    const ms = this.#failures === 0
      ? Math.max(every, RESTS * took)
      : Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (this.#failures - 1));
    this.#cancel = later(() => this.#ask(), ms);
  }
}

function monotonic(): number {
  return performance.now();
}

function afterTimeout(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
