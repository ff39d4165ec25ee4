/**
 * Why result files cannot be used.
 *
 * @module
 */
import { HintError } from "../../shared/hint_error.ts";

/** The spool cannot be opened. */
export class SpoolError extends HintError {
  /** Always `"SpoolError"`. */
  override name = "SpoolError";
}
