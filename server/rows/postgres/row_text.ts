/**
 * Shows a row that was refused, much as a client would have written it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { encodeEscapes } from "../../../codec/tuples/text_escape.ts";
import type { Column, ColumnType } from "./postgres_types.ts";

/** A row that was encoded, looked at again. */
export interface ShownRow {
  /** Number of its sender. */
  readonly senderId: number;
  /** When it arrived, in seconds since the experiment's start. */
  readonly arrival: number;
  /** Its client's time, stream, sequence number and values as a line. */
  readonly line: Uint8Array;
}

/** Reads an encoded row of these columns back. */
export function showRow(
  row: Uint8Array<ArrayBuffer>,
  columns: readonly Column[],
  stream: number,
): ShownRow {
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
  let at = 2;
  const values = columns.map(({ type }) => {
    const size = bytes.readInt32BE(at);
    const from = at + 4;
    at = from + Math.max(size, 0);
    return size < 0 ? "0" : showValue(type, bytes.subarray(from, at));
  });
  const [sender, sequence, time, arrival, ...fields] = values;
  const line = [time, String(stream), sequence, ...fields].join("\t");
  return {
    senderId: Number(sender),
    arrival: Number(arrival),
    line: Buffer.from(`${line}\n`, "latin1"),
  };
}

/** Latin-1 takes any bytes of a text there and back. */
function showValue(type: ColumnType, value: Buffer): string {
  switch (type) {
    case "int4":
      return String(value.readInt32BE());
    case "int8":
      return String(value.readBigInt64BE());
    case "float8":
      return String(value.readDoubleBE());
    case "bool":
      return value[0] === 1 ? "T" : "F";
    case "bytea":
      return value.toString("base64");
    case "text":
      return encodeEscapes(value.toString("latin1"));
  }
}
