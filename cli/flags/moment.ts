/**
 * Points in time on command lines.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";

/** A point in time. */
export type Moment =
  | {
    /** Seconds since the experiment's start. */
    readonly sinceStart: number;
  }
  | {
    /** UNIX seconds. */
    readonly unix: number;
    /** As it was written. */
    readonly text: string;
  };

const SECONDS = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?)?/;

const ZONE = /^(?:Z|[+-]\d\d:\d\d)?$/i;

/**
 * Parses seconds since the start of an experiment, or a date as in ISO 8601:
 * `2026-11-30`, `2026-11-30T08:00:00.5`. It is in UTC unless it ends in a zone,
 * such as `+01:00`.
 */
export function parseMoment(text: string): Moment {
  if (SECONDS.test(text)) return { sinceStart: Number(text) };
  const [date = "", day, minutes = "00:00", seconds = "00", fraction = "0"] =
    DATE.exec(text) ?? [];
  const zone = text.slice(date.length);
  const unix = ZONE.test(zone)
    ? Date.parse(`${day}T${minutes}:${seconds}${zone.toUpperCase() || "Z"}`)
    : NaN;
  if (Number.isNaN(unix)) throw new InvalidArgumentError(REMEDY);
  return { unix: unix / 1000 + Number(fraction), text };
}

const REMEDY = "is not a time; write seconds since the start, such as 12.5, " +
  "or a date, such as 2026-11-30T08:00:00Z";
