/**
 * The manual of a program, without its options.
 *
 * @module
 */

/** A term and its meaning. */
export type Entry = readonly [term: string, meaning: string];

/** A topic that is too long for the help text. */
export interface Topic {
  /** Title. */
  readonly title: string;
  /** Text. */
  readonly text: string;
  /** Its terms. */
  readonly entries: readonly Entry[];
}

/** A program, for its help and its manual page. */
export interface Manual {
  /** Name of the program. */
  readonly program: string;
  /** A short description. */
  readonly summary: string;
  /** What its command line needs besides options, if anything. */
  readonly operands?: string;
  /** A description, in paragraphs. */
  readonly description: readonly string[];
  /** Topics of the manual page only. */
  readonly topics: readonly Topic[];
  /** Example command lines with their meaning. */
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
