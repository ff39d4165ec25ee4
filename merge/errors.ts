/**
 * Errors of merging.
 *
 * @module
 */
import { HintError, type HintErrorOptions } from "../shared/hint_error.ts";

/** Parts can't be merged; `hint` is the remedy. */
export class MergeError extends HintError {
  /** Always `"MergeError"`. */
  override name = "MergeError";
}

/** The error of a part that can't be merged. */
export function cannotMerge(
  path: string,
  why: string,
  options: HintErrorOptions = {},
): MergeError {
  return new MergeError(`Cannot merge ${path}: ${why}`, options);
}
