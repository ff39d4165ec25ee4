/**
 * What may happen to a result file, other than to the server it is for.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";

/** A result file has not got any more what was written to it. */
export class StreamFileError extends Error {
  /** Always `"StreamFileError"`. */
  override name = "StreamFileError";
}

/** A result file can't be read at present; another try may help. */
export class StreamReadError extends Error {
  /** Always `"StreamReadError"`. */
  override name = "StreamReadError";
}

/** Passes over every error but those that last. */
export function throwIfDamaged(error: unknown): void {
  if (error instanceof StreamFileError) throw error;
}

/** Throws a {@linkcode StreamReadError} for every error but those that last. */
export function throwReadError(cause: unknown): never {
  throwIfDamaged(cause);
  throw new StreamReadError(errorText(cause), { cause });
}
