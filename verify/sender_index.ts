/**
 * The senders of both databases.
 *
 * @module
 */

/** Numbers senders by their names, from 0, in the order of their appearance. */
export class SenderIndex {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  /** The names, by number. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** The number of the sender called `name`. */
  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}
