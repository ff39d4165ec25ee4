/**
 * Times and durations as text.
 *
 * @module
 */
import { formatCount } from "./numbers.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * A duration: `0.4 s`, `12 s`, `3 min 20 s`, `25 min`. From ten of a unit on
 * nobody needs the next one.
 */
export function formatSpan(seconds: number): string {
  const span = Math.max(0, seconds);
  if (span < 9.95) {
    return span < 0.05 ? "0 s" : `${span.toFixed(1).replace(/\.0$/, "")} s`;
  }
  return wholeSpan(Math.round(span));
}

/** The age of something, in whole seconds: `now`, `12 s`, `3 min 20 s`. */
export function formatAge(seconds: number): string {
  const age = Math.floor(seconds);
  return age < 1 ? "now" : wholeSpan(age);
}

/** UNIX seconds as `2026-11-30 02:45:45 UTC`. */
export function formatTime(unix: number): string {
  const text = isoTime(unix);
  return text === undefined ? `${unix} s` : `${text.slice(0, 19)} UTC`;
}

/** UNIX seconds for the attribute `datetime`: ISO 8601, in UTC. */
export function isoTime(unix: number): string | undefined {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace("T", " ");
}

function wholeSpan(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return two(seconds, MINUTE, "min", 1, "s");
  if (seconds < DAY) return two(seconds, HOUR, "h", MINUTE, "min");
  return two(seconds, DAY, "d", HOUR, "h");
}

function two(
  seconds: number,
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
): string {
  const count = Math.floor(seconds / large);
  const first = `${formatCount(count)} ${largeUnit}`;
  const rest = Math.floor((seconds % large) / small);
  return rest === 0 || count >= 10 ? first : `${first} ${rest} ${smallUnit}`;
}
