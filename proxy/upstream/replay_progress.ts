/**
 * The progress of a replay, for display.
 *
 * @module
 */

/** The progress of a replay. */
export interface ReplayProgress {
  /** Bytes sent. */
  readonly sent: number;
  /** Bytes to send in total. */
  readonly total: number;
  /** Tuples sent. */
  readonly tuples: number;
  /** Bytes per second. */
  readonly rate: number;
}

const CELLS = 24;
const UNITS: readonly string[] = ["B", "KiB", "MiB", "GiB", "TiB"];

/** One line: a bar, then figures. */
export function formatProgress(progress: ReplayProgress): string {
  const { sent, total } = progress;
  const share = total === 0 ? 1 : Math.min(1, sent / total);
  const full = Math.floor(share * CELLS);
  const bar = "#".repeat(full) + ".".repeat(CELLS - full);
  return `[${bar}] ${Math.floor(100 * share)} %  ${formatFigures(progress)}`;
}

/** The same without a bar. */
export function formatFigures(
  { sent, total, tuples, rate }: ReplayProgress,
): string {
  const left = rate > 0 ? `  ${formatTime((total - sent) / rate)} left` : "";
  return `${formatBytes(sent)} of ${formatBytes(total)}  ` +
    `${tuples.toLocaleString("en-US")} tuples  ${formatBytes(rate)}/s${left}`;
}

/** Bytes with a unit and three digits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const text = unit === 0 || value >= 100
    ? String(Math.round(value))
    : value.toPrecision(3);
  return `${text} ${UNITS[unit]}`;
}

function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"));
  return `${Math.floor(whole / 3600)}:${parts.join(":")}`;
}
