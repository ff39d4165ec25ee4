/**
 * Why result files can't be used.
 *
 * @module
 */
import { HintError } from "../../shared/hint_error.ts";

/** The spool can't be opened. */
export class SpoolError extends HintError {
  /** Always `"SpoolError"`. */
  override name = "SpoolError";
}
