/**
 * The quick way through many lines of text at once: each byte of a plain
 * tuple is looked at once, its fields and its newline found together. The
 * first line that is not plain is left to `text_tuple.ts`, which is also the
 * oracle of this file's tests.
 *
 * @module
 */
import type { StreamTable } from "../tuples/stream.ts";
import { TextScan } from "./text_scan.ts";
import type { TextValues } from "./text_values.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;

/** What {@linkcode TextRun} makes of a line that is not plain. */
const NOT_PLAIN = -1;

/** Reads runs of plain tuples. */
export class TextRun {
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #values: TextValues;
  readonly #scan = new TextScan();

  /** Gives the tuples of `streams` to `sink`, their values by `values`. */
  constructor(streams: StreamTable, sink: TupleSink, values: TextValues) {
    this.#streams = streams;
    this.#sink = sink;
    this.#values = values;
  }

  /**
   * Reads lines from `from` on; the byte before `to` must be a newline.
   * Returns where the first line starts that is not plain, else `to`.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const next = this.#tuple(bytes, at, to);
      if (next === NOT_PLAIN) break;
      at = next;
    }
    return at;
  }

  /** Reads one line; returns where the next one starts. */
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
    const { fields } = stream.schema;
    for (let i = 0; i < fields.length; i++) {
      if (bytes[scan.end] !== TAB) return this.#giveUp();
      const { type } = fields[i];
      if (!this.#values.scan(type, scan, bytes, scan.end + 1, to)) {
        return this.#giveUp();
      }
    }
    if (bytes[scan.end] !== NEWLINE) return this.#giveUp();
    this.#sink.end();
    return scan.end + 1;
  }

  #giveUp(): number {
    this.#sink.cancel();
    return NOT_PLAIN;
  }
}
