/**
 * Counts values of one field that were converted in the same way, until the
 * count is stored.
 *
 * @module
 */
import type { ConversionKind } from "../../codec/tuples/conversion.ts";

/** Maximum number of texts kept per counter. */
export const KEPT_TEXTS = 5;

/** Maximum bytes kept of each text. */
const KEPT_TEXT_BYTES = 256;

/** Approximate bytes of a counter without texts. */
const COUNTER_BYTES = 256;

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** The key by which conversions are counted. */
export interface ConversionKey {
  /** Number of the sender, 0 if it has no name. */
  readonly senderId: number;
  /** Index of the stream. */
  readonly stream: number;
  /** Name of the field, or of a standard column. */
  readonly field: string;
  /** Why the values differ from their texts. */
  readonly kind: ConversionKind;
  /** Their resumable stream, if any. */
  readonly resume?: string;
}

/** Counts the conversions of one key, and keeps the first texts. */
export class ConversionCounter {
  /** Its key. */
  readonly key: ConversionKey;
  /** Number of conversions. */
  count = 0;
  /** Their first texts. */
  readonly texts: string[] = [];
  /** Whether it was taken, and another counter has replaced it. */
  isTaken = false;
  readonly #tally: { bytes: number };

  /** Adds its size to the bytes of `tally`. */
  constructor(key: ConversionKey, tally: { bytes: number }) {
    this.key = key;
    this.#tally = tally;
    tally.bytes += COUNTER_BYTES;
  }

  /** Counts a conversion; its text is only valid during the call. */
  add(bytes: Uint8Array, from: number, to: number): void {
    this.count++;
    if (this.texts.length === KEPT_TEXTS) return;
    const end = Math.min(to, from + KEPT_TEXT_BYTES);
    this.texts.push(DECODER.decode(bytes.subarray(from, end)));
    this.#tally.bytes += end - from;
  }
}
