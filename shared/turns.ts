/**
 * One thing after the other.
 *
 * @module
 */

/** Runs tasks in the order in which they were asked for, one at a time. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` when those before it are done, whatever came of them. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
