/**
 * Slows down those who guess the token.
 *
 * @module
 */

/** Wrong tokens of one host before it has to wait. */
const FREE_GUESSES = 10;

/** Milliseconds until a host may be wrong once more. */
const RECOVERY_MS = 2_000;

/** The most hosts that are counted one by one. */
const MOST_HOSTS = 1_000;

/** The common name of all others. */
const OTHERS = "";

/** The wrong tokens of a host, which decrease with time. */
interface Guesses {
  /** Their number at that time. */
  readonly count: number;
  /** That time, by the monotonic clock. */
  readonly at: number;
}

/** Counts wrong tokens by host, in a bounded amount of memory. */
export class GuessLimit {
  readonly #hosts = new Map<string, Guesses>();
  readonly #now: () => number;

  /** `now` is the monotonic clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Seconds that a host has to wait before its next token is looked at; 0 if it
   * need not.
   */
  wait(host: string): number {
    const excess = this.#count(this.#nameOf(host)) - FREE_GUESSES + 1;
    return excess <= 0 ? 0 : Math.ceil(excess * RECOVERY_MS / 1_000);
  }

  /** A host has sent a wrong token. */
  wrong(host: string): void {
    if (!this.#hosts.has(host)) this.#forget();
    const name = this.#nameOf(host);
    this.#hosts.set(name, { count: this.#count(name) + 1, at: this.#now() });
  }

  #count(name: string): number {
    const guesses = this.#hosts.get(name);
    if (guesses === undefined) return 0;
    const recovered = (this.#now() - guesses.at) / RECOVERY_MS;
    return Math.max(0, guesses.count - recovered);
  }

  #nameOf(host: string): string {
    const isFull = !this.#hosts.has(host) && this.#hosts.size >= MOST_HOSTS;
    return isFull ? OTHERS : host;
  }

  /** Makes room: hosts that have recovered need no entry. */
  #forget(): void {
    if (this.#hosts.size < MOST_HOSTS) return;
    for (const host of [...this.#hosts.keys()]) {
      if (this.#count(host) === 0) this.#hosts.delete(host);
    }
  }
}
