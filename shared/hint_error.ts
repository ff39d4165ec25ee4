/**
 * Errors that tell the operator what to do about them.
 *
 * @module
 */
import { errorText } from "./error_text.ts";

/** What an error needs besides its message. */
export interface HintErrorOptions extends ErrorOptions {
  /** The remedy, if there is one to name. */
  readonly hint?: string;
}

/** A failure with a remedy; the base of the errors that operators see. */
export class HintError extends Error {
  /** The remedy, if there is one to name. */
  readonly hint: string | undefined;

  /** `options.cause` is the underlying error. */
  constructor(message: string, options: HintErrorOptions = {}) {
    super(message, options);
    this.hint = options.hint;
  }
}

/** The remedy that an error names, if any. */
export function hintOf(error: unknown): string | undefined {
  return error instanceof HintError ? error.hint : undefined;
}

/** The message of an error, followed by its remedy. */
export function textWithHint(error: unknown): string {
  const hint = hintOf(error);
  return hint === undefined ? errorText(error) : `${errorText(error)}; ${hint}`;
}
