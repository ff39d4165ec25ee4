/**
 * Counts the values of one field that were converted in the same way, until
 * that is stored.
 *
 * @module
 */
import type { ConversionKind } from "../../codec/tuples/conversion.ts";

/** Texts that are kept of each kind of conversion. */
export const KEPT_TEXTS = 5;

/** Bytes that are kept of each text. */
const KEPT_TEXT_BYTES = 256;

/** About what a counter without texts takes. */
const COUNTER_BYTES = 256;

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** What conversions are counted by. */
export interface ConversionKey {
  /** Number of the sender, 0 if it has no name. */
  readonly senderId: number;
  /** Index of the stream. */
  readonly stream: number;
  /** The field's name, or a standard column's. */
  readonly field: string;
  /** Why the values differ from their texts. */
  readonly kind: ConversionKind;
  /** The resumable stream that they are of. */
  readonly resume?: string;
}

/** Counts the conversions of one key, and keeps the first texts. */
export class ConversionCounter {
  /** What it counts. */
  readonly key: ConversionKey;
  /** How many there are. */
  count = 0;
  /** The first of their texts. */
  readonly texts: string[] = [];
  /** Whether it was handed over, and another one counts from now on. */
  isTaken = false;
  readonly #tally: { bytes: number };

  /** Adds what it takes to the bytes of `tally`. */
  constructor(key: ConversionKey, tally: { bytes: number }) {
    this.key = key;
    this.#tally = tally;
    tally.bytes += COUNTER_BYTES;
  }

  /** Counts one, whose text is lent. */
  add(bytes: Uint8Array, from: number, to: number): void {
    this.count++;
    if (this.texts.length === KEPT_TEXTS) return;
    const end = Math.min(to, from + KEPT_TEXT_BYTES);
    this.texts.push(DECODER.decode(bytes.subarray(from, end)));
    this.#tally.bytes += end - from;
  }
}
