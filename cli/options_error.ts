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
