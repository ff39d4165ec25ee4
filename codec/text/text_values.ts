/**
 * Reads one field of a text tuple and passes its value to a sink.
 *
 * @module
 */
import { borrow, giveBack } from "../bytes/memory.ts";
import { elementType, type OmlType } from "../values/oml_type.ts";
import { decodeBase64 } from "./base64.ts";
import { trimmedEnd } from "../tuples/blanks.ts";
import { readBool } from "./text_bool.ts";
import { decodeEscapes, hasEscape } from "./text_escape.ts";
import { TextNumbers } from "./text_numbers.ts";
import {
  VectorRead,
  VectorReader,
  type VectorReadKind,
} from "./text_vector.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";

/** The readers of one connection, with the memory they reuse. */
export class TextValues {
  /** Reads numbers; has the conversion of the last one. */
  readonly numbers: TextNumbers;
  /** Whether the last vector is incomplete. */
  isUnfinished = false;
  readonly #sink: TupleSink;
  readonly #escapes: boolean;
  readonly #vectors: VectorReader;

  /**
   * Passes values to `sink`; decodes backslashes from version 4 on. Reads about
   * `slice` bytes of a vector at once.
   */
  constructor(sink: TupleSink, version: number, slice = Infinity) {
    this.numbers = new TextNumbers(sink);
    this.#vectors = new VectorReader(sink, this.numbers.integers, slice);
    this.#sink = sink;
    this.#escapes = version >= 4;
  }

  /**
   * Reads one field; returns false, and passes nothing on, if it is not a
   * `type`. A number may differ from its text: see {@linkcode
   * TextNumbers.conversion}.
   */
  read(type: OmlType, bytes: Uint8Array, from: number, to: number): boolean {
    this.numbers.conversion = undefined;
    switch (type) {
      case "double":
        this.numbers.double(bytes, from, to);
        return true;
      case "string":
        this.#text(bytes, from, to);
        return true;
      case "bool":
        this.#sink.bool(readBool(bytes, from, to));
        return true;
      case "blob":
        return this.#blob(bytes, from, to);
      case "int32":
      case "uint32":
      case "int64":
      case "uint64":
      case "guid":
        return this.numbers.integer(type, bytes, from, to);
      default:
        return this.#vectorOf(type, bytes, from, to);
    }
  }

  /** The string in a field, for metadata. */
  string(bytes: Uint8Array, from: number, to: number): string {
    if (!this.#escapes || !hasEscape(bytes, from, to)) {
      return new TextDecoder().decode(bytes.subarray(from, to));
    }
    const target = borrow(to - from);
    const length = decodeEscapes(bytes, from, to, target);
    const text = new TextDecoder().decode(target.subarray(0, length));
    giveBack(target);
    return text;
  }

  /** Passes on a string without the white space at its end, for metadata. */
  trimmedText(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#escapes || !hasEscape(bytes, from, to)) {
      this.#sink.text(bytes, from, trimmedEnd(bytes, from, to));
      return;
    }
    const target = borrow(to - from);
    const length = decodeEscapes(bytes, from, to, target);
    this.#sink.text(target, 0, trimmedEnd(target, 0, length));
    giveBack(target);
  }

  #text(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#escapes || !hasEscape(bytes, from, to)) {
      this.#sink.text(bytes, from, to);
      return;
    }
    const target = borrow(to - from);
    this.#sink.text(target, 0, decodeEscapes(bytes, from, to, target));
    giveBack(target);
  }

  #blob(bytes: Uint8Array, from: number, to: number): boolean {
    const target = borrow(to - from);
    const length = decodeBase64(bytes, from, to, target);
    if (length >= 0) this.#sink.blob(target, 0, length);
    giveBack(target);
    return length >= 0;
  }

  #vectorOf(
    type: OmlType,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): boolean {
    const element = elementType(type);
    return element !== undefined &&
      this.#isRead(this.#vectors.begin(element, bytes, from, to));
  }

  /** Reads the next slice of the vector; returns false if it is wrong. */
  goOn(bytes: Uint8Array): boolean {
    return this.#isRead(this.#vectors.goOn(bytes));
  }

  #isRead(read: VectorReadKind): boolean {
    this.isUnfinished = read === VectorRead.begun;
    return read !== VectorRead.wrong;
  }
}
