/**
 * How many of the rows a live plot shows.
 *
 * @module
 */

/** Times longer ago are forgotten, in seconds. */
const MEMORY = 60;

/** The share of the new rows that arrived, of late. */
export class Coverage {
  #parts: { readonly at: number; received: number; skipped: number }[] = [];

  /** Counts rows that arrived or were left out, at `now` in seconds. */
  add(received: number, skipped: number, now: number): void {
    const last = this.#parts.at(-1);
    if (last !== undefined && now - last.at < 1) {
      last.received += received;
      last.skipped += skipped;
    } else this.#parts.push({ at: now, received, skipped });
  }

  /** The share of the last minute, 0 to 1. */
  share(now: number): number {
    this.#parts = this.#parts.filter(({ at }) => now - at < MEMORY);
    let [received, all] = [0, 0];
    for (const part of this.#parts) {
      received += part.received;
      all += part.received + part.skipped;
    }
    return all === 0 ? 1 : received / all;
  }
}
