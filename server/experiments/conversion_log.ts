/**
 * Values of one experiment that are stored although their texts said something
 * else, counted until that is stored with them.
 *
 * @module
 */
import {
  ConversionCounter,
  type ConversionKey,
} from "../batches/conversion_counter.ts";
import type { ConversionCount } from "../rows/store.ts";

/** Has a counter for each sender, stream, field and kind. */
export class ConversionLog {
  #tally = { bytes: 0 };
  #waiting = new Map<string, ConversionCounter>();

  /** About how many bytes wait. */
  get waitingBytes(): number {
    return this.#tally.bytes;
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#waiting.size === 0;
  }

  /** What counts these conversions until it is taken. */
  counter(key: ConversionKey): ConversionCounter {
    const { senderId, stream, resume, field, kind } = key;
    const name = `${senderId} ${stream} ${resume} ${field} ${kind}`;
    const known = this.#waiting.get(name);
    if (known !== undefined) return known;
    const counter = new ConversionCounter(key, this.#tally);
    this.#waiting.set(name, counter);
    return counter;
  }

  /** Hands over what waits. */
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
