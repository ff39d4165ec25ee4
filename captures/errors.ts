/**
 * Errors of capture files.
 *
 * @module
 */
import { HintError } from "../shared/hint_error.ts";

/** A capture file can't be read or stored; `hint` is the remedy. */
export class CaptureError extends HintError {
  /** Always `"CaptureError"`. */
  override name = "CaptureError";
}
