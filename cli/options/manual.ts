/**
 * What is to be said of a program beside its options.
 *
 * @module
 */

/** A term, and what it means. */
export type Entry = readonly [term: string, meaning: string];

/** Something to be explained that is longer than a help text. */
export interface Topic {
  /** What about. */
  readonly title: string;
  /** What is to be known. */
  readonly text: string;
  /** Terms of it. */
  readonly entries: readonly Entry[];
}

/** A program, for its help and its man page. */
export interface Manual {
  /** Name of the program. */
  readonly program: string;
  /** What it is, in a few words. */
  readonly summary: string;
  /** What it does, in paragraphs. */
  readonly description: readonly string[];
  /** What the manual page explains, and the help does not. */
  readonly topics: readonly Topic[];
  /** Command lines, and what they do. */
  readonly examples: readonly Entry[];
  /** Environment variables. */
  readonly environment: readonly Entry[];
  /** Signals. */
  readonly signals: readonly Entry[];
  /** Files. */
  readonly files: readonly Entry[];
  /** Exit statuses. */
  readonly exitStatus: readonly Entry[];
  /** Other manual pages. */
  readonly seeAlso: readonly string[];
}
