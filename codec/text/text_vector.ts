/**
 * Vectors written in text (OMSP §Text Protocol, V>=5): `n e1 e2 ... en`.
 *
 * @module
 */
import type { ElementType } from "../values/oml_type.ts";
import { inRange, toBits } from "./integer_range.ts";
import { readBool } from "./text_bool.ts";
import { isNanText, readDouble } from "./text_double.ts";
import type { IntegerReader } from "./text_integer.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";
import { VectorBuffer } from "../tuples/vector_buffer.ts";

const BLANK = 0x20;

/** The results of reading a vector with {@linkcode VectorReader}. */
export const VectorRead = {
  /** The vector was passed to the sink. */
  whole: 0,
  /** It is not a vector of that type with the announced number of elements. */
  wrong: 1,
  /** Its first elements were passed on; more follow. */
  begun: 2,
} as const;

/** One of {@linkcode VectorRead}. */
export type VectorReadKind = typeof VectorRead[keyof typeof VectorRead];

/** Reads vectors, long ones in several slices. */
export class VectorReader {
  readonly #sink: Pick<TupleSink, "vector">;
  readonly #integers: IntegerReader;
  /** Approximate number of bytes to read at once. */
  readonly #slice: number;
  readonly #vector = new VectorBuffer();
  #type: ElementType = "int32";
  #at = 0;
  #to = 0;
  #announced = -1;
  /** Elements of the parts passed on so far. */
  #given = 0;

  /** Passes vectors to `sink`; reads their integers with `integers`. */
  constructor(
    sink: Pick<TupleSink, "vector">,
    integers: IntegerReader,
    slice: number,
  ) {
    this.#sink = sink;
    this.#integers = integers;
    this.#slice = slice;
  }

  /** Reads a field from its first byte on. */
  begin(
    type: ElementType,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): VectorReadKind {
    this.#vector.clear(type);
    this.#type = type;
    this.#at = from;
    this.#to = to;
    this.#announced = -1;
    this.#given = 0;
    return this.goOn(bytes);
  }

  /** Reads the next slice of the current field. */
  goOn(bytes: Uint8Array): VectorReadKind {
    const vector = this.#vector;
    const most = this.#at + this.#slice;
    const to = this.#to;
    let at = this.#at;
    while (at < to) {
      if (bytes[at] === BLANK) {
        at++;
        continue;
      }
      let end = at;
      while (end < to && bytes[end] !== BLANK) end++;
      if (this.#announced < 0) {
        this.#announced = readCount(bytes, at, end);
      } else if (
        this.#given + vector.length === this.#announced ||
        !readElement(bytes, at, end, this.#type, this.#integers, vector)
      ) {
        return VectorRead.wrong;
      }
      at = end;
      if (!vector.isPart) continue;
      this.#give(false);
      if (at >= most) {
        this.#at = at;
        return VectorRead.begun;
      }
    }
    if (this.#given + vector.length !== this.#announced) {
      return VectorRead.wrong;
    }
    this.#give(true);
    return VectorRead.whole;
  }

  #give(isLast: boolean): void {
    const vector = this.#vector;
    vector.isLast = isLast;
    this.#sink.vector(vector);
    this.#given += vector.length;
    vector.clear(this.#type);
  }
}

/** A plain decimal number; NaN for everything else. */
function readCount(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    count = count * 10 + digit;
  }
  return count;
}

function readElement(
  bytes: Uint8Array,
  from: number,
  to: number,
  type: ElementType,
  integers: IntegerReader,
  vector: VectorBuffer,
): boolean {
  if (type === "double") {
    const value = readDouble(bytes, from, to);
    vector.addNumber(value);
    return value === value || isNanText(bytes, from, to);
  }
  if (type === "bool") {
    vector.addNumber(readBool(bytes, from, to) ? 1 : 0);
    return true;
  }
  const found = integers.read(bytes, from, to);
  if (!inRange(integers, found, type)) return false;
  if (type === "int32") vector.addNumber(integers.value);
  else if (type === "uint32") vector.addNumber(integers.value >>> 0);
  else vector.addInteger(toBits(integers, found));
  return true;
}
