/**
 * Errors of capture files.
 *
 * @module
 */
import { HintError, type HintErrorOptions } from "../shared/hint_error.ts";

/** A capture file can't be read or stored; `hint` is the remedy. */
export class CaptureError extends HintError {
  /** Always `"CaptureError"`. */
  override name = "CaptureError";
}

/** The error of a file that can't be read. */
export function cannotRead(
  path: string,
  why: string,
  options: HintErrorOptions = {},
): CaptureError {
  return new CaptureError(`Cannot read ${path}: ${why}`, options);
}
