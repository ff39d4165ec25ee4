/**
 * Why result files cannot be used.
 *
 * @module
 */

/** The spool cannot be opened. */
export class SpoolError extends Error {
  /** Always `"SpoolError"`. */
  override name = "SpoolError";
  /** What to do about it. */
  readonly hint: string;

  /** Says what is wrong, and how to mend it. */
  constructor(
    message: string,
    { hint, cause }: { readonly hint: string; readonly cause?: unknown },
  ) {
    super(message, { cause });
    this.hint = hint;
  }
}
