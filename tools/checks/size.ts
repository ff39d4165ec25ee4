/**
 * No source is too long to be read in one sitting.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** The most lines of a source. */
const MOST_LINES = 300;

/** Sources that are read from top to bottom; tests are lists. */
const SOURCES = /^(?!tests\/).*\.(?:tsx?|mjs|css)$/;

/** One fault for each source among `files` that is too long. */
export function sizeFaults(
  files: readonly string[],
  read: (file: string) => string,
): Fault[] {
  return files.filter((file) => SOURCES.test(file)).flatMap((file) => {
    const lines = read(file).split("\n").length - 1;
    if (lines <= MOST_LINES) return [];
    const rule = `has ${lines} lines, more than ${MOST_LINES}`;
    return [{ file, rule, remedy: "Cut it where it does two things" }];
  });
}
