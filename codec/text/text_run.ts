/**
 * The fast path for text: decodes a run of plain lines in one pass, which finds
 * fields, values and newlines together. The first line that is not plain is
 * left to the general path (`text_tuple.ts`), which is also the reference in
 * the tests of this file.
 *
 * @module
 */
import type { Stream, StreamTable } from "../tuples/stream.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";
import { readBool } from "./text_bool.ts";
import { TextScan } from "./text_scan.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;
const TWO_32 = 0x1_0000_0000;

/** Longer lines are not plain: `text_tuple.ts` can read them in slices. */
const LONGEST = 64 * 1024;

/** Returned for a line that is not plain. */
const NOT_PLAIN = -1;

/**
 * Decodes runs of plain lines.
 *
 * It is fast while a process has few classes of sinks, as the server has one:
 * V8 then inlines the sink's methods.
 */
export class TextRun {
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #scan = new TextScan();

  /** Passes the tuples of `streams` to `sink`. */
  constructor(streams: StreamTable, sink: TupleSink) {
    this.#streams = streams;
    this.#sink = sink;
  }

  /**
   * Decodes lines from `from` on; the byte before `to` must be a newline.
   * Returns the start of the first line that is not plain, else `to`.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const next = this.#tuple(bytes, at, Math.min(to, at + LONGEST));
      if (next === NOT_PLAIN) break;
      at = next;
    }
    return at;
  }

  /** Decodes one line; returns the start of the next one. */
  #tuple(bytes: Uint8Array, from: number, to: number): number {
    const scan = this.#scan;
    if (!scan.double(bytes, from, to)) return NOT_PLAIN;
    const timestamp = scan.value;
    if (bytes[scan.end] !== TAB) return NOT_PLAIN;
    if (!scan.integer(bytes, scan.end + 1, to)) return NOT_PLAIN;
    const stream = this.#streams.get(scan.value);
    if (stream === undefined || !stream.isPlain) return NOT_PLAIN;
    if (bytes[scan.end] !== TAB) return NOT_PLAIN;
    if (!scan.integer(bytes, scan.end + 1, to)) return NOT_PLAIN;
    this.#sink.begin(stream, scan.value, timestamp);
    if (!this.#fields(stream, bytes, to) || bytes[scan.end] !== NEWLINE) {
      this.#sink.cancel();
      return NOT_PLAIN;
    }
    this.#sink.end();
    return scan.end + 1;
  }

  #fields(stream: Stream, bytes: Uint8Array, to: number): boolean {
    const { fields } = stream.schema;
    const scan = this.#scan;
    const sink = this.#sink;
    for (let i = 0; i < fields.length; i++) {
      if (bytes[scan.end] !== TAB) return false;
      const at = scan.end + 1;
      switch (fields[i].type) {
        case "double":
          if (!scan.double(bytes, at, to)) return false;
          sink.double(scan.value);
          break;
        case "string":
          if (!scan.text(bytes, at, to)) return false;
          sink.text(bytes, at, scan.end);
          break;
        case "int32":
          if (!scan.integer(bytes, at, to)) return false;
          if ((scan.value | 0) !== scan.value) return false;
          sink.integer(scan.value);
          break;
        case "uint32":
          if (!scan.integer(bytes, at, to)) return false;
          if (scan.value >>> 0 !== scan.value) return false;
          sink.integer(scan.value);
          break;
        case "int64":
          if (!scan.integer(bytes, at, to)) return false;
          sink.integer(scan.value);
          break;
        case "uint64":
          if (!scan.integer(bytes, at, to) || scan.value < 0) return false;
          sink.integer(scan.value);
          break;
        case "guid": {
          if (!scan.integer(bytes, at, to) || scan.value < 0) return false;
          const high = Math.floor(scan.value / TWO_32);
          sink.guid(high, scan.value - high * TWO_32);
          break;
        }
        case "bool":
          if (!scan.text(bytes, at, to)) return false;
          sink.bool(readBool(bytes, at, scan.end));
          break;
        default:
          return false;
      }
    }
    return true;
  }
}
