/**
 * Drifts of clocks, and how exact they are known, in words.
 *
 * @module
 */
import { formatOffset } from "../../web/format/numbers.ts";
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

/** How exact an offset is, in seconds: `3 ms`, `< 1 ms`. */
export function formatSpread(seconds: number): string {
  return seconds < 0.0005 ? "< 1 ms" : formatOffset(seconds).slice(1);
}

function signed(value: number): string {
  const size = Math.abs(value);
  const text = size < 9.95
    ? size.toFixed(1).replace(/\.0$/, "")
    : Math.round(size).toLocaleString("en-US");
  if (text === "0") return text;
  return `${value < 0 ? MINUS : "+"}${text}`;
}
