/**
 * Values that are stored although their text is not plainly of their type.
 *
 * @module
 */

/**
 * Why a value differs from its text. These texts are stored and counted, so
 * they are few, stable, and never quote the client.
 *
 * - `fraction cut`: an integer field held another number, `3.7` or `2e2`; it
 *   is cut towards zero.
 * - `text behind the number`: `12ms`, `3,14`; the number in front is taken.
 * - `no number`: `None`, or nothing at all. The value is NULL (NaN for a
 *   double, 0 for a guid), or 0 where an integer field is empty.
 * - `cut by the client library`: liboml2 has overwritten the last character
 *   of the field with a NUL byte.
 */
export type ConversionKind =
  | "fraction cut"
  | "text behind the number"
  | "no number"
  | "cut by the client library";

/** The names of a tuple's standard columns if one is converted. */
export const StandardField = {
  timestamp: "oml_ts_client",
  /** Not a column, so its name is one that no field can have. */
  stream: "stream index",
  sequence: "oml_seq",
} as const;

/** The conversions of one tuple, in reused memory. */
export class ConversionList {
  /** The number of conversions. */
  length = 0;
  readonly #kinds: ConversionKind[] = [];
  readonly #fields: string[] = [];
  readonly #places: number[] = [];

  /** Removes all. */
  clear(): void {
    this.length = 0;
  }

  /** Adds the conversion of the field whose text is from `from` to `to`. */
  add(kind: ConversionKind, field: string, from: number, to: number): void {
    const i = this.length++;
    this.#kinds[i] = kind;
    this.#fields[i] = field;
    this.#places[2 * i] = from;
    this.#places[2 * i + 1] = to;
  }

  /** Passes each to `sink`; `bytes` are those of the tuple. */
  give(sink: ConversionSink, bytes: Uint8Array): void {
    for (let i = 0; i < this.length; i++) {
      const from = this.#places[2 * i];
      const to = this.#places[2 * i + 1];
      sink.converted(this.#kinds[i], this.#fields[i], bytes, from, to);
    }
  }
}

/** Receives conversions; a part of `TupleSink`. */
export interface ConversionSink {
  /**
   * Called right before `end`: the value of `field` differs from its text,
   * whose bytes are valid only during the call. The three numbers before the
   * values are called `oml_ts_client`, `stream index` and `oml_seq`.
   */
  converted(
    kind: ConversionKind,
    field: string,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void;
}
