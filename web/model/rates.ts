/**
 * Rates from totals that are asked again and again.
 *
 * @module
 */

/** The most rates that are kept for one name. */
const KEPT = 60;

/** Shortest time between two totals that make a rate, in seconds. */
const SHORTEST = 0.2;

interface Total {
  readonly time: number;
  readonly total: number;
}

/** Remembers totals by name, and turns them into rates. */
export class Rates {
  readonly #last = new Map<string, Total>();
  readonly #rates = new Map<string, readonly number[]>();

  /** At `time`, in seconds, the total of `name` is `total`. */
  add(name: string, time: number, total: number): void {
    const last = this.#last.get(name);
    if (last !== undefined && time - last.time < SHORTEST) return;
    this.#last.set(name, { time, total });
    if (last === undefined) return;
    // A total that shrinks belongs to a restarted server.
    const rate = Math.max(0, total - last.total) / (time - last.time);
    const rates = this.#rates.get(name) ?? [];
    this.#rates.set(name, [...rates, rate].slice(-KEPT));
  }

  /** The rates of `name`, the latest last. */
  of(name: string): readonly number[] {
    return this.#rates.get(name) ?? [];
  }

  /** The latest rate of `name`; unset before the second total. */
  latest(name: string): number | undefined {
    return this.of(name).at(-1);
  }
}
