/**
 * The longest times in which a sender stored nothing in a table, and what is
 * usual for it.
 *
 * @module
 */

/** The most silences that are kept. */
const MOST_SILENCES = 32;

/** The share of the intervals that regular times do not depend on. */
const UNUSUAL = 1 / 4;

/** A silence is not exceptional below this many seconds. */
const SHORTEST = 5;

/** Nor below this many of the usual intervals. */
const USUAL_INTERVALS = 5;

/**
 * Relative deviation of the intervals up to which tuples are sent at regular
 * times. At random times it is 1.
 */
const REGULAR = 0.5;

/**
 * Of n intervals at random times, none is longer than ln(n) + 7 times the
 * average, but one time in a thousand.
 */
const RANDOM = 7;

/** Nor, at irregular times, three times as long as the one of this rank. */
const TIMES_OTHERS = 3;
const RANK = 8;

/** Fewest intervals that tell what is usual. */
const FEWEST = 4;

/** Time without a tuple. */
export interface Silence {
  /** When the row before was received. */
  readonly from: number;
  /** When the row after was received. */
  readonly to: number;
  /** Seconds between the two rows by the client's clock; `null` if unknown. */
  readonly clientSeconds: number | null;
}

/**
 * Measures the time between successive arrivals. Rows that are received
 * together are one arrival.
 */
export class Silences {
  #last = -Infinity;
  #lastClient: number | null = null;
  #intervals = 0;
  #sum = 0;
  #squares = 0;
  /** The longest ones, in order. */
  #longest: readonly Silence[] = [];
  /** What a silence must exceed to be kept. */
  #least = 0;

  /** Adds a row that was received at `server`; `client` may be unknown. */
  add(client: number | null, server: number): void {
    const interval = server - this.#last;
    if (interval > 0) {
      if (this.#last > -Infinity) this.#addInterval(interval, client);
      this.#last = server;
    }
    this.#lastClient = client;
  }

  /** The longest one. */
  get longest(): Silence | undefined {
    return this.#longest.at(0);
  }

  /**
   * The usual interval between two arrivals in seconds: the average without the
   * longest one, at regular times without a quarter of them. Unset if there are
   * too few.
   */
  get usualInterval(): number | undefined {
    if (this.#intervals < FEWEST) return undefined;
    const regular = this.#regular();
    if (regular !== undefined) return regular;
    const longest = lengthOf(this.#longest[0]);
    return (this.#sum - longest) / (this.#intervals - 1);
  }

  /**
   * Seconds up to which a silence is nothing exceptional; unset if there are too
   * few arrivals to tell.
   */
  get limit(): number | undefined {
    const usual = this.usualInterval;
    if (usual === undefined) return undefined;
    const least = Math.max(SHORTEST, USUAL_INTERVALS * usual);
    if (this.#regular() !== undefined) return least;
    const rank = Math.min(RANK, this.#longest.length - 1);
    return Math.max(
      ...[least, (Math.log(this.#intervals) + RANDOM) * usual],
      TIMES_OTHERS * lengthOf(this.#longest[rank]),
    );
  }

  /** Those that are longer than the limit, in the order of their times. */
  exceptional(): Silence[] {
    const limit = this.limit ?? Infinity;
    return this.#longest.filter((silence) => lengthOf(silence) > limit)
      .toSorted((a, b) => a.from - b.from);
  }

  #addInterval(interval: number, client: number | null): void {
    this.#intervals++;
    this.#sum += interval;
    this.#squares += interval * interval;
    if (interval <= this.#least) return;
    const silence = {
      ...{ from: this.#last, to: this.#last + interval },
      clientSeconds: client === null || this.#lastClient === null
        ? null
        : client - this.#lastClient,
    };
    this.#longest = [...this.#longest, silence]
      .sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_SILENCES);
    if (this.#longest.length < MOST_SILENCES) return;
    this.#least = lengthOf(this.#longest[MOST_SILENCES - 1]);
  }

  /** The average of the shorter intervals, if they are about the same. */
  #regular(): number | undefined {
    const unusual = this.#longest
      .slice(0, Math.ceil(this.#intervals * UNUSUAL)).map(lengthOf);
    const count = this.#intervals - unusual.length;
    const sum = unusual.reduce((left, each) => left - each, this.#sum);
    const squares = unusual.reduce(
      (left, each) => left - each * each,
      this.#squares,
    );
    const average = sum / count;
    const variance = squares / count - average * average;
    return variance <= (REGULAR * average) ** 2 ? average : undefined;
  }
}

/** The length of a silence in seconds. */
export function lengthOf({ from, to }: Silence): number {
  return to - from;
}
