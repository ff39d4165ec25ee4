/**
 * A value that can be watched.
 *
 * @module
 */

/** Holds a value, and calls everyone who watches when it changes. */
export class Watchable<T> {
  readonly #watchers = new Set<(value: T) => void>();
  #value: T;

  /** Starts with a value. */
  constructor(value: T) {
    this.#value = value;
  }

  /** The value. */
  get value(): T {
    return this.#value;
  }

  /** Sets the value. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const watcher of [...this.#watchers]) watcher(value);
  }

  /** Watches the value; returns what ends that. */
  watch(watcher: (value: T) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
