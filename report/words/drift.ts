/**
 * Drifts of clocks in words.
 *
 * @module
 */
import type { DriftReport } from "../report.ts";

const MINUS = "−";

/** A drift with its uncertainty: `+52 ppm (50 to 54)`. */
export function formatDrift({ ppm, least, most }: DriftReport): string {
  const from = signed(least);
  const to = signed(most);
  return from === to
    ? `${signed(ppm)} ppm`
    : `${signed(ppm)} ppm (${from} to ${to})`;
}

function signed(value: number): string {
  const size = Math.abs(value);
  const text = size < 9.95
    ? size.toFixed(1).replace(/\.0$/, "")
    : Math.round(size).toLocaleString("en-US");
  if (text === "0") return text;
  return `${value < 0 ? MINUS : "+"}${text}`;
}
