/**
 * Faults in what the operator asked for.
 *
 * @module
 */

/** An option cannot be used: exit status 2, nothing started. */
export class OptionsError extends Error {
  /** Always `"OptionsError"`. */
  override name = "OptionsError";
}

/** The program cannot start, and has no log to say so: exit status 1. */
export class StartError extends Error {
  /** Always `"StartError"`. */
  override name = "StartError";
}
