/**
 * Converts rows that a database rejected to rejected samples.
 *
 * @module
 */
import { ByteWriter } from "../../codec/bytes/byte_writer.ts";
import type { Schema } from "../../codec/values/schema.ts";
import type { CellValue } from "../batches/cell_values.ts";
import { writeTupleLine } from "../batches/tuple_line.ts";
import { KEPT_REJECT_BYTES } from "./reject_limits.ts";
import type { Reject } from "./store.ts";

/** Maximum length of the database's explanation. */
const LONGEST_WORDS = 500;

/** A row that the database rejected. */
export interface RejectedRow {
  /** Its schema. */
  readonly schema: Schema;
  /** Its values, standard columns first. */
  readonly values: readonly CellValue[];
  /** The counted part of the reason: few values differ. */
  readonly kind: string;
  /** The database's own message, which may differ for each row. */
  readonly words: string;
}

/** A rejected row, as it is counted and as it is kept. */
export interface RowRejects {
  /** The reason contains the kind only. */
  readonly counted: Reject;
  /** The reason includes the database's message. */
  readonly kept: Reject;
}

/** Returns the row as a sample rejected by the database. */
export function databaseRejects(
  { schema, values, kind, words }: RejectedRow,
): RowRejects {
  const reason = `rejected by the database (${kind})`;
  const counted = rejectOf(schema, values, reason);
  const explained = `${reason}: ${words.slice(0, LONGEST_WORDS)}`;
  return { counted, kept: { ...counted, reason: explained } };
}

/** Returns the row as a client would have sent it, in the experiment's time. */
export function rejectOf(
  schema: Schema,
  values: readonly CellValue[],
  reason: string,
): Reject {
  const writer = new ByteWriter();
  writeTupleLine(writer, schema, values);
  const length = writer.length;
  const [senderId, , , arrival] = values.map(Number);
  return {
    senderId,
    arrival,
    stream: schema.index,
    reason,
    raw: writer.take().slice(0, KEPT_REJECT_BYTES),
    length,
  };
}
