/**
 * Errors of exports.
 *
 * @module
 */
import { HintError } from "../shared/hint_error.ts";

/** Something can't be exported, or written; `hint` is the remedy. */
export class ExportError extends HintError {
  /** Always `"ExportError"`. */
  override name = "ExportError";
}

/** The reader of the output has gone away, such as head(1). */
export class NoReaderError extends ExportError {
  /** Always `"NoReaderError"`. */
  override name = "NoReaderError";

  /** `cause` is the error of the system. */
  constructor(cause: unknown) {
    super("Cannot write: nobody reads the output any more", { cause });
  }
}
