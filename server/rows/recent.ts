/**
 * A cache of recently used entries.
 *
 * @module
 */

/** Senders of an experiment whose numbers are cached. */
export const MOST_SENDERS = 1000;

/** Keeps the most recently used entries. */
export class Recent<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #most: number;

  /** Keeps at most `most` entries. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the value of a key, if cached. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** Adds a value. */
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
