/**
 * Times as text.
 *
 * @module
 */

/** How times are shown: since the start, in UTC, or in the time of this place. */
export type TimeStyle = "relative" | "utc" | "local";

/** Shows times in one style. */
export interface TimeTexts {
  /** What the texts mean, such as "time since the start". */
  readonly name: string;
  /** Seconds that times are counted from, so that steps fall on round times. */
  readonly origin: number;
  /** The text for an axis with steps of `step` seconds. */
  tick(time: number, step: number): string;
  /** The complete text, to the millisecond or finer: `step` seconds. */
  full(time: number, step?: number): string;
  /** The text of a part of the time. */
  range(from: number, to: number, step: number): string;
}

/**
 * Texts for times in seconds since `start` (UNIX seconds). Without a start
 * only the relative style is possible.
 */
export function timeTexts(
  style: TimeStyle,
  start: number | undefined,
): TimeTexts {
  if (style === "relative" || start === undefined) return RELATIVE;
  const shift = style === "local"
    ? -new Date(start * 1_000).getTimezoneOffset() * 60
    : 0;
  const origin = start + shift;
  const zone = style === "utc" ? "UTC" : `UTC${offsetText(shift)}`;
  const dateAt = (time: number) => dateText(time + origin);
  const clockAt = (time: number, step: number) =>
    clockText(time + origin, Math.min(step, 1));
  return {
    name: `time (${zone})`,
    origin,
    tick: (time, step) => clockText(time + origin, step),
    full: (time, step = 1e-3) =>
      `${dateAt(time)} ${clockAt(time, step)} ${zone}`,
    range: (from, to, step) => {
      const end = dateAt(from) === dateAt(to) ? "" : `${dateAt(to)} `;
      return `${dateAt(from)} ${clockAt(from, step)} to ${end}` +
        `${clockAt(to, step)} ${zone}`;
    },
  };
}

const RELATIVE: TimeTexts = {
  name: "time since the start",
  origin: 0,
  tick: (time, step) => durationText(time, step),
  full: (time, step = 1e-3) => durationText(time, Math.min(step, 1)),
  range: (from, to, step) =>
    [from, to].map((time) => durationText(time, Math.min(step, 1)))
      .join(" to "),
};

/**
 * A time since the start: `12.5 s`, `3:20`, `1:02:03`, `2 d 03:00:00`, with the
 * decimals that steps of `step` seconds need.
 */
export function durationText(time: number, step: number): string {
  const decimals = decimalsOf(step);
  const sign = time < 0 ? "−" : "";
  const rounded = Number(Math.abs(time).toFixed(decimals));
  if (rounded < 60) {
    return `${rounded === 0 ? "" : sign}${rounded.toFixed(decimals)} s`;
  }
  const days = Math.floor(rounded / 86_400);
  const hours = Math.floor(rounded / 3_600) % 24;
  const minutes = Math.floor(rounded / 60) % 60;
  const seconds = secondsText(rounded % 60, decimals);
  const clock = days > 0
    ? `${days} d ${two(hours)}:${two(minutes)}:${seconds}`
    : hours > 0
    ? `${hours}:${two(minutes)}:${seconds}`
    : `${minutes}:${seconds}`;
  return sign + clock;
}

/** The age of something, coarse: `3 s`, `5 min`, `2 h`, `4 d`. */
export function ageText(seconds: number): string {
  const age = Math.max(0, seconds);
  if (age < 99.5) return `${age.toFixed(0)} s`;
  if (age < 99.5 * 60) return `${(age / 60).toFixed(0)} min`;
  if (age < 48 * 3_600) return `${(age / 3_600).toFixed(0)} h`;
  return `${(age / 86_400).toFixed(0)} d`;
}

function clockText(unix: number, step: number): string {
  if (step >= 86_400) return dateText(unix);
  const decimals = decimalsOf(step);
  const rounded = Number(unix.toFixed(decimals));
  const day = ((rounded % 86_400) + 86_400) % 86_400;
  const [hours, minutes] = [Math.floor(day / 3_600), Math.floor(day / 60) % 60];
  const clock = `${two(hours)}:${two(minutes)}`;
  return step >= 60 ? clock : `${clock}:${secondsText(day % 60, decimals)}`;
}

function dateText(unix: number): string {
  const date = new Date(Math.floor(unix) * 1_000);
  return Number.isNaN(date.getTime()) ? "?" : date.toISOString().slice(0, 10);
}

function offsetText(shift: number): string {
  const minutes = Math.abs(Math.round(shift / 60));
  const sign = shift < 0 ? "−" : "+";
  return `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function decimalsOf(step: number): number {
  if (step >= 1) return 0;
  return Math.min(9, Math.ceil(-Math.log10(step) - 1e-9));
}

function secondsText(seconds: number, decimals: number): string {
  const text = seconds.toFixed(decimals);
  return seconds < 10 && !text.startsWith("10") ? `0${text}` : text;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
