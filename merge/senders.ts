/**
 * The senders of several parts, known by their names.
 *
 * @module
 */
import type { SenderNames } from "../archive/sender_names.ts";

/** The number of a sender without a name, in every database. */
const NAMELESS = 0;

/** Numbers of senders in the merged database. */
export class Senders {
  /** By name. */
  readonly #numbers = new Map<string, number>();
  readonly #parts: readonly SenderNames[];

  /** `parts` has the senders of each part. */
  constructor(parts: readonly SenderNames[]) {
    this.#parts = parts;
  }

  /** All names, in the order of the parts. */
  get names(): readonly string[] {
    const names = this.#parts.flatMap(({ all }) => all.map(({ name }) => name));
    return [...new Set(names)];
  }

  /** Sets the number of the sender called `name`. */
  set(name: string, number: number): void {
    this.#numbers.set(name, number);
  }

  /**
   * Returns the function that translates the numbers of a part. A number
   * without a name, written by another program, stays as it is if it is 0, and
   * counts as nameless otherwise.
   */
  of(part: number): (id: number) => number {
    const names = this.#parts[part];
    const known = new Map(
      names.all.map(({ id, name }) => [id, this.#numbers.get(name)]),
    );
    return (id) => known.get(id) ?? NAMELESS;
  }
}
