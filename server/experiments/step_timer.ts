/**
 * One timer for many tasks. Tasks that are due at about the same time run
 * together, so that the event loop, and the threads that they send messages to,
 * wake up once for all of them.
 *
 * @module
 */

/** Runs tasks at the end of steps. */
export class StepTimer {
  readonly #stepMs: number;
  /** The tasks, with the number of the step at whose end each is due. */
  readonly #tasks = new Map<() => void, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The step at whose end the timer fires. */
  #next = Infinity;

  /** A task runs up to half of `stepMs` milliseconds too early or too late. */
  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** Whether a task waits. */
  has(task: () => void): boolean {
    return this.#tasks.has(task);
  }

  /** Runs a task after about `ms` milliseconds. */
  set(task: () => void, ms: number): void {
    const step = Math.round((performance.now() + ms) / this.#stepMs);
    this.#tasks.set(task, step);
    this.#arm(step);
  }

  /** Forgets a task, if it waits. */
  clear(task: () => void): void {
    if (!this.#tasks.delete(task) || this.#tasks.size > 0) return;
    clearTimeout(this.#timer);
    this.#next = Infinity;
  }

  #arm(step: number): void {
    if (step >= this.#next) return;
    clearTimeout(this.#timer);
    this.#next = step;
    const ms = step * this.#stepMs - performance.now();
    this.#timer = setTimeout(() => this.#run(), ms);
  }

  #run(): void {
    const step = this.#next;
    this.#next = Infinity;
    let next = Infinity;
    // Tasks may set and clear others, and themselves.
    for (const [task, due] of [...this.#tasks]) {
      if (due > step) next = Math.min(next, due);
      else if (this.#tasks.delete(task)) task();
    }
    if (this.#tasks.size > 0) this.#arm(next);
  }
}
