/**
 * The shape of small plots of counts over time.
 *
 * @module
 */
import type { Axis, Report } from "../report.ts";

/** Tuples of a column on average: fewer say nothing about a rate. */
const FEW = 4;

/** Usual intervals of a column: fewer look like a rate that changes. */
const INTERVALS = 4;

/** The least part of a slot from which the rate of all of it is known. */
const LEAST_PART = 0.1;

/** A column of a sparkline. */
export interface SparkColumn {
  /** How many slots of the axis it spans. */
  readonly slots: number;
  /** Tuples by slot of the axis, on average. */
  readonly mean: number;
}

/** What the columns must fulfill. */
export interface SparkLimits {
  /** The most columns. */
  readonly most: number;
  /** The fewest slots of a column (default: 1). */
  readonly slots?: number;
  /** The part of each slot that belongs to the run (default: all of it). */
  readonly parts?: readonly number[];
}

/**
 * The columns of a sparkline. They have the width of one slot of the axis, or of
 * a power of two; more if there are few tuples.
 */
export function sparkColumns(
  counts: readonly number[],
  { most, slots = 1, parts }: SparkLimits,
): SparkColumn[] {
  const active = counts.findLastIndex((count) => count > 0) + 1 -
    Math.max(0, counts.findIndex((count) => count > 0));
  const total = sum(counts);
  const isNarrow = (width: number) =>
    width < active && (width < slots || total * width / active < FEW);
  let width = 1;
  while (counts.length / width > most || isNarrow(width)) width *= 2;
  return Array.from({ length: Math.ceil(counts.length / width) }, (_, i) => {
    const [from, to] = [i * width, Math.min(counts.length, (i + 1) * width)];
    const part = parts === undefined ? to - from : sum(parts.slice(from, to));
    const mean = sum(counts.slice(from, to)) / Math.max(LEAST_PART, part);
    return { slots: to - from, mean };
  });
}

/** Slots of a column for tuples that usually come `interval` seconds apart. */
export function slotsFor(
  interval: number | null,
  { slotSeconds }: Axis,
): number {
  return INTERVALS * (interval ?? 0) / slotSeconds;
}

/**
 * The part of each slot of the axis that belongs to the run: the first and the
 * last tuple are within a slot.
 */
export function partsOf(
  { from, slotSeconds, slots }: Axis,
  { first, last }: Report["totals"],
): number[] {
  return Array.from({ length: slots }, (_, i) => {
    const begins = Math.max(from + i * slotSeconds, first ?? -Infinity);
    const ends = Math.min(from + (i + 1) * slotSeconds, last ?? Infinity);
    return Math.max(0, ends - begins) / slotSeconds;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
