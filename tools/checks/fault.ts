/**
 * What a check reports: where a rule of this repository is broken, and what to
 * do about it.
 *
 * @module
 */

/** A broken rule. */
export interface Fault {
  /** The path of the file, from the root of the repository. */
  readonly file: string;
  /** The rule, as a sentence about the file. */
  readonly rule: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A fault as one line for people. */
export function faultText({ file, rule, remedy }: Fault): string {
  return `${file}: ${rule}. ${remedy}`;
}
