/**
 * The longest times in which a sender stored nothing in a table, and what is
 * usual for it.
 *
 * @module
 */

/** The most silences that are kept. */
const MOST_SILENCES = 32;

/**
 * Rows that are received within so many seconds are one arrival: the ends of
 * reads divide batches anywhere, and fast senders are irregular within a second.
 */
const ONE_ARRIVAL = 1;

/** The share of the intervals that regular times do not depend on. */
const UNUSUAL = 1 / 10;

/** A silence is not exceptional below this many seconds. */
const SHORTEST = 5;

/** Nor below this many of the usual intervals. */
const USUAL_INTERVALS = 5;

/**
 * Relative deviation of the shorter intervals up to which tuples are sent at
 * regular times. At random times it is 0.8.
 */
const REGULAR = 0.35;

/**
 * Of n intervals at random times, none is longer than ln(n) + 7 times the
 * average, but one time in a thousand.
 */
const RANDOM = 7;

/** Nor, at irregular times, three times as long as the one of this rank. */
const TIMES_OTHERS = 3;
const RANK = 8;

/** Fewest intervals that tell what is exceptional. */
const FEWEST = 8;

/** Time without a tuple. */
export interface Silence {
  /** When the row before was received. */
  readonly from: number;
  /** When the row after was received. */
  readonly to: number;
  /** Seconds between the two rows by the client's clock; `null` if unknown. */
  readonly clientSeconds: number | null;
}

/** A silence between two arrivals, and the seconds between their beginnings. */
interface Interval extends Silence {
  readonly seconds: number;
}

/** Measures the time between successive rows, and between arrivals. */
export class Silences {
  #first = Infinity;
  #last = -Infinity;
  #lastClient: number | null = null;
  /** Times at which rows were received: those of one read share theirs. */
  #times = 0;
  #longest: Silence | undefined;
  #longestSeconds = 0;
  /** When the latest arrival began. */
  #arrival = -Infinity;
  #intervals = 0;
  #sum = 0;
  #squares = 0;
  /** The intervals with the longest silences, in order. */
  #unusual: readonly Interval[] = [];
  /** What a silence must exceed to be one of them. */
  #least = 0;

  /** Adds a row that was received at `server`; `client` may be unknown. */
  add(client: number | null, server: number): void {
    const seconds = server - this.#last;
    if (seconds > 0) {
      this.#times++;
      if (this.#times > 1) this.#addSilence(client, server);
      else this.#arrival = server;
      this.#last = server;
    }
    if (server < this.#first) this.#first = server;
    this.#lastClient = client;
  }

  /** The longest one. */
  get longest(): Silence | undefined {
    return this.#longest;
  }

  /**
   * The usual interval between the times of rows in seconds: the average without
   * the longest one, or without all exceptional silences. Unset if there are too
   * few.
   */
  get usualInterval(): number | undefined {
    const exceptional = this.exceptional();
    const unusual = exceptional.length > 0
      ? exceptional.map(lengthOf)
      : [this.#longestSeconds];
    const intervals = this.#times - 1 - unusual.length;
    if (intervals < 1) return undefined;
    const seconds = unusual.reduce(
      (left, each) => left - each,
      this.#last - this.#first,
    );
    return seconds / intervals;
  }

  /**
   * Whether rows come at regular times. If not, even an exceptional silence may
   * be nothing but the nature of what is measured.
   */
  get isRegular(): boolean {
    return this.#regular() !== undefined;
  }

  /**
   * Seconds up to which a silence is nothing exceptional; unset if there are too
   * few arrivals to tell.
   */
  get limit(): number | undefined {
    if (this.#intervals < FEWEST) return undefined;
    const regular = this.#regular();
    if (regular !== undefined) {
      return Math.max(SHORTEST, USUAL_INTERVALS * regular);
    }
    const [longest] = this.#unusual;
    const usual = (this.#sum - longest.seconds) / (this.#intervals - 1);
    const rank = Math.min(RANK, this.#unusual.length - 1);
    return Math.max(
      ...[SHORTEST, (Math.log(this.#intervals) + RANDOM) * usual],
      TIMES_OTHERS * lengthOf(this.#unusual[rank]),
    );
  }

  /** Those that are longer than the limit, in the order of their times. */
  exceptional(): Silence[] {
    const limit = this.limit ?? Infinity;
    return this.#unusual.filter((silence) => lengthOf(silence) > limit)
      .toSorted((a, b) => a.from - b.from);
  }

  #addSilence(client: number | null, server: number): void {
    const seconds = server - this.#last;
    if (seconds > this.#longestSeconds) {
      this.#longestSeconds = seconds;
      this.#longest = this.#silence(client, server);
    }
    if (server - this.#arrival >= ONE_ARRIVAL) {
      this.#addInterval(client, server);
      this.#arrival = server;
    }
  }

  #addInterval(client: number | null, server: number): void {
    const seconds = server - this.#arrival;
    this.#intervals++;
    this.#sum += seconds;
    this.#squares += seconds * seconds;
    if (server - this.#last <= this.#least) return;
    const interval = { ...this.#silence(client, server), seconds };
    this.#unusual = [...this.#unusual, interval]
      .sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_SILENCES);
    if (this.#unusual.length < MOST_SILENCES) return;
    this.#least = lengthOf(this.#unusual[MOST_SILENCES - 1]);
  }

  #silence(client: number | null, server: number): Silence {
    const clientSeconds = client === null || this.#lastClient === null
      ? null
      : client - this.#lastClient;
    return { from: this.#last, to: server, clientSeconds };
  }

  /** The average of the shorter intervals, if they are about the same. */
  #regular(): number | undefined {
    if (this.#intervals < FEWEST) return undefined;
    const unusual = this.#unusual
      .slice(0, Math.ceil(this.#intervals * UNUSUAL))
      .map(({ seconds }) => seconds);
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
