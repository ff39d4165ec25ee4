/**
 * The names of an experiment's senders.
 *
 * @module
 */
import type { SenderName } from "./archive.ts";
import { NotFoundError } from "./errors.ts";

/** Finds senders by number and by name. */
export class SenderNames {
  /** All of them, by number. */
  readonly all: readonly SenderName[];
  readonly #names: ReadonlyMap<number, string>;
  readonly #ids: ReadonlyMap<string, number>;

  /** Takes the senders in any order. */
  constructor(senders: readonly SenderName[]) {
    this.all = senders.toSorted((a, b) => a.id - b.id);
    this.#names = new Map(senders.map(({ id, name }) => [id, name]));
    this.#ids = new Map(senders.map(({ id, name }) => [name, id]));
  }

  /** The name of a sender; `#ID` if it has none. */
  name(id: number): string {
    return this.#names.get(id) ?? `#${id}`;
  }

  /**
   * The number of the sender called `name`, which may be `#ID`.
   *
   * @throws {NotFoundError} if there is none.
   */
  id(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const [, digits] = /^#(\d{1,15})$/.exec(name) ?? [];
    const id = Number(digits);
    if (digits !== undefined && !this.#names.has(id)) return id;
    throw new NotFoundError("sender", name);
  }

  /**
   * The numbers of the senders with these names; `undefined` means all.
   *
   * @throws {NotFoundError} if one does not exist.
   */
  ids(names: readonly string[] | undefined): readonly number[] | undefined {
    return names?.map((name) => this.id(name));
  }
}
