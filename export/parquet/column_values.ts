/**
 * The values of columns until they are written. They are kept in typed arrays,
 * which are used again: objects that outlive a few collections of garbage are
 * what makes the heap grow.
 *
 * @module
 */
import type { ColumnSource } from "hyparquet-writer";
import type { ExactValue } from "../../stored/stored.ts";
import { TextBuffer } from "../text/text_buffer.ts";

/** A value as the writer takes it. */
export type ParquetValue = ExactValue | readonly ParquetValue[];

/** The values of a column. */
export interface ColumnValues {
  /** Adds a value; returns about how many bytes it takes in a file. */
  add(value: ParquetValue): number;
  /**
   * Removes all values, and returns them as the writer takes them, valid until
   * the next call.
   */
  take(): ColumnSource["data"];
}

/** Bytes of a value that has no length. */
const VALUE_BYTES = 8;

/** The room of new columns, in values and in bytes of texts. */
const ROOM = 4 * 1024;

/** A typed array. */
interface Numbers<Value> {
  readonly length: number;
  [index: number]: Value;
  set(values: Numbers<Value>): void;
  subarray(from: number, to: number): Numbers<Value> & ColumnSource["data"];
}

/** Values of a typed array, or NULL. */
class NumberValues<Value extends number | bigint> implements ColumnValues {
  readonly #make: (length: number) => Numbers<Value>;
  #values: Numbers<Value>;
  #length = 0;
  #nulls: number[] = [];

  constructor(make: (length: number) => Numbers<Value>) {
    this.#make = make;
    this.#values = make(ROOM);
  }

  add(value: ParquetValue): number {
    const at = this.#length++;
    if (at === this.#values.length) {
      const larger = this.#make(2 * at);
      larger.set(this.#values);
      this.#values = larger;
    }
    if (value === null) this.#nulls.push(at);
    else this.#values[at] = value as Value;
    return VALUE_BYTES;
  }

  take(): ColumnSource["data"] {
    const values = this.#values.subarray(0, this.#length);
    this.#length = 0;
    if (this.#nulls.length === 0) return values;
    const array: (Value | null)[] = Array.from(values);
    for (const at of this.#nulls) array[at] = null;
    this.#nulls = [];
    return array;
  }
}

/** All characters of ASCII. */
const ASCII = new Uint8Array(0x80).fill(1);

/** Texts, or NULL, as UTF-8. One that repeats the last is kept once. */
class TextValues implements ColumnValues {
  readonly #texts = new TextBuffer(ROOM);
  /** Where each text starts in the bytes; below 0 for NULL. */
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  #last: string | undefined;
  #lastFrom = 0;

  add(value: ParquetValue): number {
    const isText = typeof value === "string";
    if (isText && value !== this.#last) {
      this.#last = value;
      this.#lastFrom = this.#texts.length;
      if (!this.#texts.plain(value, ASCII)) this.#texts.text(value);
    }
    this.#from.push(isText ? this.#lastFrom : -1);
    this.#to.push(this.#texts.length);
    return VALUE_BYTES + (isText ? value.length : 0);
  }

  take(): ColumnSource["data"] {
    const bytes = this.#texts.take();
    let last: Uint8Array = new Uint8Array();
    let lastFrom = -1;
    const texts = this.#from.map((from, i) => {
      if (from < 0) return null;
      const length = this.#to[i] - from;
      if (from === lastFrom && length === last.length) return last;
      last = bytes.subarray(from, from + length);
      lastFrom = from;
      return last;
    });
    this.#from.length = 0;
    this.#to.length = 0;
    this.#last = undefined;
    return texts;
  }
}

/** Values of any kind. */
class AnyValues implements ColumnValues {
  #values: ParquetValue[] = [];

  add(value: ParquetValue): number {
    this.#values.push(value);
    if (Array.isArray(value)) return VALUE_BYTES * (1 + value.length);
    return value instanceof Uint8Array
      ? VALUE_BYTES + value.length
      : VALUE_BYTES;
  }

  take(): ColumnSource["data"] {
    const values = this.#values;
    this.#values = [];
    return values;
  }
}

/** Room for doubles. */
export function doubleValues(): ColumnValues {
  return new NumberValues((length) => new Float64Array(length));
}

/** Room for signed 64-bit integers. */
export function int64Values(): ColumnValues {
  return new NumberValues((length) => new BigInt64Array(length));
}

/** Room for unsigned 64-bit integers. */
export function uint64Values(): ColumnValues {
  return new NumberValues((length) => new BigUint64Array(length));
}

/** Room for texts. */
export function textValues(): ColumnValues {
  return new TextValues();
}

/** Room for values of any kind. */
export function anyValues(): ColumnValues {
  return new AnyValues();
}
