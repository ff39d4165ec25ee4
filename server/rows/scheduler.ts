/**
 * Shares a thread among several databases.
 *
 * @module
 */
import { setImmediate as onNextTurn } from "node:timers";

/** Milliseconds of one turn, unless a single step takes longer. */
const TURN_MS = 20;

/** Milliseconds of short turns that follow each other without a pause. */
const PAUSELESS_MS = 4;

/**
 * Milliseconds of turns after which the runtime polls for I/O. Deno only polls
 * when it is idle, or after dozens of immediates.
 */
const LOOK_MS = 50;

/** One of this many turns is for deferrable work, if there is any. */
const TURNS_TO_ONE_LATER = 4;

/** Work that may be interrupted where it yields. */
export type Steps<T> = Generator<undefined, T>;

type Turn = () => void;

/**
 * Grants turns in the order of requests. Between two turns the thread does
 * other pending work. Work that takes more than one turn goes to the end of the
 * queue.
 */
export class Scheduler {
  readonly #queue: Turn[] = [];
  readonly #later: Turn[] = [];
  #given = 0;
  #isBusy = false;
  #lookedAt = 0;

  /** Runs a short piece of work in its turn. */
  run<T>(work: () => T): Promise<T> {
    return this.#ask(this.#queue, work);
  }

  /** The same for deferrable work. */
  runLater<T>(work: () => T): Promise<T> {
    return this.#ask(this.#later, work);
  }

  /** Runs work step by step, in as many turns as it takes. */
  async runSteps<T>(steps: Steps<T>): Promise<T> {
    for (;;) {
      const { done, value } = await this.run(() => oneTurn(steps));
      if (done === true) return value;
    }
  }

  #ask<T>(queue: Turn[], work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      queue.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      if (!this.#isBusy) this.#begin();
    });
  }

  #begin(): void {
    this.#lookedAt = performance.now();
    this.#give();
  }

  #give(): void {
    const end = performance.now() + PAUSELESS_MS;
    let turn = this.#next();
    this.#isBusy = turn !== undefined;
    if (turn === undefined) return;
    for (; turn !== undefined; turn = this.#next()) {
      turn();
      if (performance.now() >= end) break;
    }
    const since = performance.now() - this.#lookedAt;
    if (since < LOOK_MS) onNextTurn(() => this.#give());
    else setTimeout(() => this.#begin());
  }

  #next(): Turn | undefined {
    const isForLater = this.#given % TURNS_TO_ONE_LATER === 0;
    const turn = isForLater
      ? this.#later.shift() ?? this.#queue.shift()
      : this.#queue.shift() ?? this.#later.shift();
    if (turn !== undefined) this.#given++;
    return turn;
  }
}

/** Continues `steps` until they are done, or the turn is over. */
function oneTurn<T>(steps: Steps<T>): IteratorResult<undefined, T> {
  const end = performance.now() + TURN_MS;
  for (;;) {
    const result = steps.next();
    if (result.done === true || performance.now() >= end) return result;
  }
}
