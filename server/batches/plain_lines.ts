/**
 * The quick way of a run of plain lines from the read buffer into a batch:
 * decoding and writing joined, each byte looked at once, no call a value
 * through `TupleSink`. The first line that is not plain is left to the plain
 * way (`text_tuple.ts` and `row_sink.ts`), which is also the oracle of this
 * file's tests.
 *
 * @module
 */
import type { StreamLookup } from "../../codec/tuples/stream.ts";
import { readBool } from "../../codec/text/text_bool.ts";
import { TextScan } from "../../codec/text/text_scan.ts";
import type { PlainReader } from "../../codec/tuples/tuple_sink.ts";
import type { CellBatch } from "./cell_batch.ts";
import type { RowSink } from "./row_sink.ts";
import { FieldKind, type FieldKinds } from "./table_batch.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;

/** What a line that is not plain is read as. */
const NOT_PLAIN = -1;

/** Reads runs of plain lines of one session. */
export class PlainLines implements PlainReader {
  readonly #streams: StreamLookup;
  readonly #rows: RowSink;
  readonly #scan = new TextScan();

  /** Tuples of `streams` become rows, as those that `rows` is given. */
  constructor(streams: StreamLookup, rows: RowSink) {
    this.#streams = streams;
    this.#rows = rows;
  }

  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const next = this.#line(bytes, at, to);
      if (next === NOT_PLAIN) break;
      at = next;
    }
    return at;
  }

  /** Reads one line; returns where the next one starts. */
  #line(bytes: Uint8Array, from: number, to: number): number {
    const scan = this.#scan;
    if (!scan.double(bytes, from, to)) return NOT_PLAIN;
    const timestamp = scan.value;
    if (bytes[scan.end] !== TAB) return NOT_PLAIN;
    if (!scan.integer(bytes, scan.end + 1, to)) return NOT_PLAIN;
    const stream = this.#streams.get(scan.value);
    if (stream === undefined || !stream.isPlain) return NOT_PLAIN;
    if (bytes[scan.end] !== TAB) return NOT_PLAIN;
    if (!scan.integer(bytes, scan.end + 1, to)) return NOT_PLAIN;
    const { cells, kinds } = this.#rows.begin(stream, scan.value, timestamp);
    if (!this.#fields(kinds, cells, bytes, to)) return NOT_PLAIN;
    if (bytes[scan.end] !== NEWLINE) return NOT_PLAIN;
    this.#rows.end();
    return scan.end + 1;
  }

  #fields(
    kinds: FieldKinds,
    cells: CellBatch,
    bytes: Uint8Array,
    to: number,
  ): boolean {
    const scan = this.#scan;
    for (let i = 0; i < kinds.length; i++) {
      if (bytes[scan.end] !== TAB) return false;
      const at = scan.end + 1;
      switch (kinds[i]) {
        case FieldKind.double:
          if (!scan.double(bytes, at, to)) return false;
          cells.double(scan.value);
          break;
        case FieldKind.string:
          if (!scan.text(bytes, at, to)) return false;
          cells.text(bytes, at, scan.end);
          break;
        case FieldKind.int32:
          if (!scan.integer(bytes, at, to)) return false;
          if ((scan.value | 0) !== scan.value) return false;
          cells.integer(scan.value);
          break;
        case FieldKind.uint32:
          if (!scan.integer(bytes, at, to)) return false;
          if (scan.value >>> 0 !== scan.value) return false;
          cells.integer(scan.value);
          break;
        case FieldKind.int64:
          if (!scan.integer(bytes, at, to)) return false;
          cells.integer(scan.value);
          break;
        case FieldKind.uint64:
          if (!scan.integer(bytes, at, to) || scan.value < 0) return false;
          cells.integer(scan.value);
          break;
        case FieldKind.guid:
          if (!scan.integer(bytes, at, to) || scan.value < 0) return false;
          if (scan.value === 0) cells.null();
          else cells.integer(scan.value);
          break;
        case FieldKind.bool:
          if (!scan.text(bytes, at, to)) return false;
          cells.integer(readBool(bytes, at, scan.end) ? 1 : 0);
          break;
        default:
          return false;
      }
    }
    return true;
  }
}
