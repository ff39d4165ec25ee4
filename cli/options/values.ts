/**
 * Parsers of option values. A parser throws what is wrong with a value and what
 * to use instead; `parse_command.ts` prefixes the option and the value.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";

/** Parses the value of an option. */
export type ValueParser<Value> = (text: string) => Value;

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
};

/** Accepts any non-empty text. `remedy` says what to give. */
export function filled(remedy: string): ValueParser<string> {
  return (text) => {
    if (text !== "") return text;
    throw new InvalidArgumentError(`is empty; ${remedy}`);
  };
}

/** A whole number from `least` to `most`. */
export function wholeNumber(
  least: number,
  most: number,
  what: string = "number",
): ValueParser<number> {
  return (text) => {
    const value = /^[+-]?[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      `is not a ${what}; use ${least} to ${most}`,
    );
  };
}

/** A positive number, with or without a fraction. */
export function parseAmount(text: string): number {
  const value = /^[0-9]{1,6}(\.[0-9]+)?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError(
    "is not a positive number; use e.g. 10 or 0.5",
  );
}

/** A number of seconds; 0 disables the timeout. */
export function parseSeconds(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    "is not a number of seconds; use e.g. 60, or 0 to disable",
  );
}

/** Bytes from `least` to `most`, as 4096, 64k, 16M or 1G. */
export function size(least: number, most: number): ValueParser<number> {
  return (text) => {
    const [, digits, unit = ""] = /^([0-9]{1,12})([kmg]?)$/i.exec(text) ?? [];
    const bytes = Number(digits) * UNITS[unit.toLowerCase()];
    if (bytes >= least && bytes <= most) return bytes;
    throw new InvalidArgumentError(
      "is not a size; use e.g. 4096, 64k, 16M or 1G, from " +
        `${formatSize(least)} to ${formatSize(most)}`,
    );
  };
}

/**
 * A size in the format that {@linkcode size} parses, in the largest exact unit.
 */
export function formatSize(bytes: number): string {
  for (const unit of ["G", "M", "k"]) {
    const factor = UNITS[unit.toLowerCase()];
    if (bytes >= factor && bytes % factor === 0) {
      return `${bytes / factor}${unit}`;
    }
  }
  return String(bytes);
}

/** The name of a user or group; a number would be an id. */
export function accountName(kind: "user" | "group"): ValueParser<string> {
  return (text) => {
    if (text !== "" && !/^[+-]?[0-9]+$/.test(text)) return text;
    const why = text === "" ? "is empty" : "is a numeric id";
    throw new InvalidArgumentError(`${why}; write the name of a ${kind}`);
  };
}
