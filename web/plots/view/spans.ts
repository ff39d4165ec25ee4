/**
 * Lengths of a live plot.
 *
 * @module
 */
import { formatSpan } from "../../format/times.ts";

/** The lengths that are offered, in seconds. */
const SPANS = [10, 30, 60, 300, 900, 3_600, 21_600, 86_400] as const;

/** A length and its name. */
export interface NamedSpan {
  /** The value in a form: seconds, or `all`. */
  readonly value: string;
  /** Its name. */
  readonly text: string;
}

/** The lengths to choose from; `current` is among them. */
export function spanChoices(current: number): NamedSpan[] {
  const spans = new Set<number>(SPANS);
  if (Number.isFinite(current)) spans.add(current);
  return [
    ...[...spans].sort((a, b) => a - b).map((span) => ({
      value: spanValue(span),
      text: `Last ${formatSpan(span)}`,
    })),
    { value: "all", text: "All times" },
  ];
}

/** A length as the value in a form. */
export function spanValue(span: number): string {
  return Number.isFinite(span) ? String(span) : "all";
}

/** The length that a value in a form means. */
export function spanOf(value: string): number {
  return value === "all" ? Infinity : Number(value);
}
