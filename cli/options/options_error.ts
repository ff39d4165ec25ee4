/**
 * Errors in the options.
 *
 * @module
 */

/** An invalid option: exit status 2, nothing was started. */
export class OptionsError extends Error {
  /** Always `"OptionsError"`. */
  override name = "OptionsError";
}

/** The program can't start and has no log to report it to: exit status 1. */
export class StartError extends Error {
  /** Always `"StartError"`. */
  override name = "StartError";
}
