/**
 * Errors of merging.
 *
 * @module
 */
import { errorText } from "../shared/error_text.ts";
import { HintError, type HintErrorOptions } from "../shared/hint_error.ts";
import { FileExistsError } from "../shared/new_file.ts";

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

/** The error of an output that can't be written. */
export function cannotWrite(path: string, cause: unknown): MergeError {
  return new MergeError(`Cannot write ${path}: ${errorText(cause)}`, {
    cause,
    hint: cause instanceof FileExistsError
      ? "choose another file with --to, or move it away"
      : "check the directory, its permissions and the space on its disk, or " +
        "choose another file with --to",
  });
}
