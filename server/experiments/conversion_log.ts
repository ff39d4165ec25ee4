/**
 * Counts values of one experiment that are stored although their texts differ,
 * until the counts are stored with them.
 *
 * @module
 */
import {
  ConversionCounter,
  type ConversionKey,
} from "../batches/conversion_counter.ts";
import type { ConversionCount } from "../rows/store.ts";

/** Keeps a counter for each sender, stream, field and kind. */
export class ConversionLog {
  #tally = { bytes: 0 };
  #waiting = new Map<string, ConversionCounter>();

  /** Approximate bytes waiting. */
  get waitingBytes(): number {
    return this.#tally.bytes;
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * The counter of these conversions until the next {@linkcode
   * ConversionLog.take}.
   */
  counter(key: ConversionKey): ConversionCounter {
    const { senderId, stream, resume, field, kind } = key;
    const name = `${senderId} ${stream} ${resume} ${field} ${kind}`;
    const known = this.#waiting.get(name);
    if (known !== undefined) return known;
    const counter = new ConversionCounter(key, this.#tally);
    this.#waiting.set(name, counter);
    return counter;
  }

  /** Returns and removes everything waiting. */
  take(): ConversionCount[] {
    const counters = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#tally = { bytes: 0 };
    return counters.map((counter) => {
      counter.isTaken = true;
      const { key, count, texts } = counter;
      return { ...key, count, texts };
    });
  }
}
