/**
 * Numbers as text, always with their unit.
 *
 * @module
 */

const MINUS = "−";
const UNITS: readonly string[] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** What is shown for a value that is not known. */
export const UNKNOWN = "–";

/** A whole number with separators: `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** A number and a noun: `1 row`, `1,234 rows`. */
export function formatNumber(
  count: number,
  one: string,
  many: string = `${one}s`,
): string {
  return `${formatCount(count)} ${Math.round(count) === 1 ? one : many}`;
}

/** Bytes in IEC units with three digits: `1.50 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // What would round to 1024 is 1 of the next unit.
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : threeDigits(value)} ${
    UNITS[unit]
  }`;
}

/** Tuples per second; for slow senders per minute or hour: `12/min`. */
export function formatRate(perSecond: number): string {
  if (perSecond <= 0) return "0/s";
  if (perSecond >= 0.95) return `${digits(perSecond)}/s`;
  if (perSecond * 60 >= 0.95) return `${digits(perSecond * 60)}/min`;
  return `${digits(perSecond * 3600)}/h`;
}

/** Part of a whole: `12 %`; never 100 % or 0 % if that is not exact. */
export function formatShare(share: number): string {
  if (share <= 0) return "0 %";
  if (share >= 1) return "100 %";
  const percent = share * 100;
  if (percent < 1) return "< 1 %";
  return `${Math.min(99, Math.round(percent))} %`;
}

/** The difference of two clocks in seconds: `+12 ms`, `−1.2 s`. */
export function formatOffset(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 0.0005) return "0 ms";
  const sign = seconds < 0 ? MINUS : "+";
  if (size < 0.9995) return `${sign}${Math.round(size * 1000)} ms`;
  if (size < 120) return `${sign}${threeDigits(size)} s`;
  if (size < 7200) return `${sign}${Math.round(size / 60)} min`;
  if (size < 172_800) return `${sign}${Math.round(size / 3600)} h`;
  return `${sign}${formatCount(size / 86_400)} d`;
}

function digits(value: number): string {
  return value < 9.95 && !isWhole(value)
    ? value.toFixed(1)
    : formatCount(value);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 0.05;
}

function threeDigits(value: number): string {
  if (value >= 99.95) return formatCount(value);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
