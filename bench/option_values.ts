/**
 * Values of arguments and options, such as `--only`.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";

/** Collects the values of an option. */
export function append(
  value: string,
  earlier: readonly string[] = [],
): string[] {
  return [...earlier, value];
}

/**
 * A parser that collects the names that are the given word, or begin with it
 * and `-`.
 */
export function chooser(names: readonly string[]) {
  return (word: string, earlier: readonly string[]): string[] => {
    const chosen = names.filter((name) => isMeant(word, name));
    if (chosen.length > 0) return [...earlier, ...chosen];
    throw new InvalidArgumentError(`Choose from ${names.join(", ")}.`);
  };
}

/** Whether a name is the word, or begins with it and `-`. */
export function isMeant(word: string, name: string): boolean {
  return name === word || name.startsWith(`${word}-`);
}

/** Whether a name is chosen: all are if none was given. */
export function isChosen(only: readonly string[], name: string): boolean {
  return only.length === 0 || only.includes(name);
}

/** Parses a number of things. */
export function parseCount(text: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a whole number of 1 or more.");
}

/** Parses a number of rounds. */
export function parseRounds(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number from 1 to 99.");
}
