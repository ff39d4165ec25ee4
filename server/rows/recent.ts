/**
 * A cache of what was used last.
 *
 * @module
 */

/** Senders of an experiment whose numbers are remembered. */
export const MOST_SENDERS = 1000;

/** Keeps the latest entries, and forgets the others. */
export class Recent<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #most: number;

  /** Keeps at most so many entries. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key, if it is known. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** Keeps a value. */
  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
