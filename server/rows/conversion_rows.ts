/**
 * The rows of `_oml_conversions`, for any database: how many stored values
 * differ from their texts.
 *
 * @module
 */
import type { ConversionKind } from "../../codec/tuples/conversion.ts";
import { KEPT_TEXTS } from "../batches/conversion_counter.ts";

/** Number of rows from which new fields are only counted together. */
export const MAX_CONVERSION_ROWS = 10_000;

/** Field of the rows that count everything beyond the limit. */
const OTHERS = "(others)";

/** The key of one row. */
export interface ConversionRowKey {
  /** Number of the sender; `null` for others. */
  readonly senderId: number | null;
  /** Index of the stream; `null` for others. */
  readonly stream: number | null;
  /** The field's name. */
  readonly field: string;
  /** Why the values differ from their texts. */
  readonly kind: ConversionKind;
}

/** The counts to add to one row. */
export interface ConversionRow extends ConversionRowKey {
  /** Number of conversions. */
  readonly count: number;
  /** Their first texts. */
  readonly texts: readonly string[];
}

/** Returns a unique name of a row, also for rows read from a database. */
export function rowName(
  { senderId, stream, field, kind }: Readonly<
    Record<keyof ConversionRowKey, unknown>
  >,
): string {
  return `${senderId} ${stream} ${field} ${kind}`;
}

/**
 * Returns the same rows if only `room` more fit besides those for which
 * `isThere` returns true: other rows are merged into one row for each kind.
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

/**
 * Joins the texts that a row keeps, as JSON, with more of them, up to the
 * limit.
 */
export function joinTexts(kept: string, more: readonly string[]): string {
  const first: readonly unknown[] = JSON.parse(kept);
  return JSON.stringify([...first, ...more].slice(0, KEPT_TEXTS));
}

/** Returns the rows for the counts of a flush. */
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
