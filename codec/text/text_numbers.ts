/**
 * Reads one number of a text tuple and passes it to a sink. If a program prints
 * other text in a number's place, its leading number is used: the tuple is
 * kept, and the conversion is reported.
 *
 * @module
 */
import { skipBlanks } from "../tuples/blanks.ts";
import type { ConversionKind } from "../tuples/conversion.ts";
import { inRange, type IntegerType } from "./integer_range.ts";
import { isHexPrefix, numberEnd, signEnd } from "./number_prefix.ts";
import {
  isNanText,
  isWord,
  LONGEST_DOUBLE,
  readDouble,
  readShortDouble,
} from "./text_double.ts";
import { Found, type FoundKind, IntegerReader } from "./text_integer.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";

const TWO_32 = 0x1_0000_0000;

/** The readers of numbers of one connection. */
export class TextNumbers {
  /** How the last number differs from its text, if it does. */
  conversion: ConversionKind | undefined;
  /** Reads integers, including stream indices and sequence numbers. */
  readonly integers: IntegerReader = new IntegerReader();
  readonly #sink: TupleSink;

  /** Passes numbers to `sink`. */
  constructor(sink: TupleSink) {
    this.#sink = sink;
  }

  /** Reads a double; NaN if there is no number. */
  double(bytes: Uint8Array, from: number, to: number): void {
    const value = readShortDouble(bytes, from, to);
    this.#sink.double(
      value === value ? value : this.#longDouble(bytes, from, to),
    );
  }

  #longDouble(bytes: Uint8Array, from: number, to: number): number {
    const first = skipBlanks(bytes, from, to);
    // A number that continues there is too long, whatever its length.
    const most = Math.min(to, first + LONGEST_DOUBLE + 1);
    const end = numberEnd(bytes, first, most, true);
    if (end > first) {
      const value = readDouble(bytes, first, end);
      const isWhole = skipBlanks(bytes, end, to) === to;
      if (value !== value) this.conversion = "no number";
      else if (!isWhole) this.conversion = "text behind the number";
      return value;
    }
    if (isWord(bytes, first, to)) {
      const value = readDouble(bytes, first, to);
      if (value === value || isNanText(bytes, first, to)) return value;
    }
    this.conversion = "no number";
    return NaN;
  }

  /**
   * Reads an integer; returns false, and passes nothing on, if it is out of
   * range.
   */
  integer(
    type: IntegerType,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): boolean {
    const found = this.#findInteger(type, bytes, from, to);
    if (found === undefined) {
      if (type === "guid") this.#sink.guid(0, 0);
      else this.#sink.null();
      return true;
    }
    const read = this.integers;
    if (!inRange(read, found, type)) return false;
    if (found === Found.large || type === "guid") this.#wide(type, found);
    else if (read.value >= 0 || type === "int32" || type === "int64") {
      this.#sink.integer(read.value);
    } else if (type === "uint32") this.#sink.integer(read.value >>> 0);
    else this.#wide(type, found);
    return true;
  }

  /**
   * The integer value of a field; a guid is never hexadecimal. `undefined` if
   * it has no number.
   */
  #findInteger(
    type: IntegerType,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): FoundKind | undefined {
    const read = this.integers;
    const isHexGuid = type === "guid" && hasHexPrefix(bytes, from, to);
    const found = isHexGuid ? Found.nothing : read.read(bytes, from, to);
    if (found !== Found.nothing) {
      if (read.isEmpty) this.conversion = "no number";
      return found;
    }
    if (read.readFraction(bytes, from, to)) {
      this.conversion = "fraction cut";
      return Found.small;
    }
    const first = skipBlanks(bytes, from, to);
    const end = numberEnd(bytes, first, to, !isHexGuid);
    if (end === first) {
      this.conversion = "no number";
      return undefined;
    }
    const isWhole = end === to || skipBlanks(bytes, end, to) === to;
    this.conversion = isWhole ? "fraction cut" : "text behind the number";
    return read.readPart(bytes, first, end);
  }

  /** Passes on the 64 bits of the last integer. */
  #wide(type: IntegerType, found: FoundKind): void {
    const { value, negative, high, low } = this.integers;
    const small = found === Found.small;
    let upper = small ? Math.floor(Math.abs(value) / TWO_32) : high;
    let lower = small ? Math.abs(value) % TWO_32 : low;
    if (negative) {
      lower = -lower >>> 0;
      upper = (lower === 0 ? -upper : ~upper) >>> 0;
    }
    if (type === "guid") this.#sink.guid(upper, lower);
    else this.#sink.integer64(upper, lower);
  }
}

function hasHexPrefix(bytes: Uint8Array, from: number, to: number): boolean {
  const first = skipBlanks(bytes, from, to);
  return isHexPrefix(bytes, signEnd(bytes, first, to), to);
}
