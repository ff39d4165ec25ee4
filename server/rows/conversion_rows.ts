/**
 * The rows of `_oml_conversions`, whatever the database: how many values were
 * stored that their texts were not quite.
 *
 * @module
 */
import type { ConversionKind } from "../../codec/tuples/conversion.ts";
import { KEPT_TEXTS } from "../batches/conversion_counter.ts";

/** Rows of a database at which new fields are only counted together. */
export const MAX_CONVERSION_ROWS = 10_000;

/** The field of the rows that count all for which there is no room. */
const OTHERS = "(others)";

/** What one row counts. */
export interface ConversionRowKey {
  /** Number of the sender; `null`: of others. */
  readonly senderId: number | null;
  /** Index of the stream; `null`: of others. */
  readonly stream: number | null;
  /** The field's name. */
  readonly field: string;
  /** Why the values differ from their texts. */
  readonly kind: ConversionKind;
}

/** What is to be added to one row. */
export interface ConversionRow extends ConversionRowKey {
  /** How many. */
  readonly count: number;
  /** The first of their texts. */
  readonly texts: readonly string[];
}

/** Tells rows apart, also as they come out of a database. */
export function rowName(
  { senderId, stream, field, kind }: Readonly<
    Record<keyof ConversionRowKey, unknown>
  >,
): string {
  return `${senderId} ${stream} ${field} ${kind}`;
}

/**
 * The same rows, where only `room` more fit in besides those that `isThere`:
 * what the others would count goes to one row for each kind.
 */
export function fitRows(
  rows: readonly ConversionRow[],
  isThere: (row: ConversionRow) => boolean,
  room: number,
): ConversionRow[] {
  let left = room;
  return conversionRows(
    rows.map((row) =>
      isThere(row) || left-- > 0
        ? row
        : { ...row, senderId: null, stream: null, field: OTHERS, texts: [] }
    ),
  );
}

/** The first of the texts that a row keeps, as JSON, and some more. */
export function joinTexts(kept: string, more: readonly string[]): string {
  const first: readonly unknown[] = JSON.parse(kept);
  return JSON.stringify([...first, ...more].slice(0, KEPT_TEXTS));
}

/** What some counts add to each row; the counts of a flush will do. */
export function conversionRows(
  counts: readonly ConversionRow[],
): ConversionRow[] {
  const sums = new Map<string, ConversionRow>();
  for (const { senderId, stream, field, kind, count, texts } of counts) {
    const key = { senderId, stream, field, kind };
    const before = sums.get(rowName(key));
    sums.set(rowName(key), {
      ...key,
      count: count + (before?.count ?? 0),
      texts: [...before?.texts ?? [], ...texts],
    });
  }
  return [...sums.values()];
}
