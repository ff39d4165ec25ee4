/**
 * The result of a check: a broken rule of this repository, with the remedy.
 *
 * @module
 */

/** A broken rule. */
export interface Fault {
  /** The path of the file, relative to the root of the repository. */
  readonly file: string;
  /** The rule, as a sentence about the file. */
  readonly rule: string;
  /** The remedy. */
  readonly remedy: string;
}

/** A fault as one line. */
export function faultText({ file, rule, remedy }: Fault): string {
  return `${file}: ${rule}. ${remedy}`;
}
