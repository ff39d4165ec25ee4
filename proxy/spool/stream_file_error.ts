/**
 * What can go wrong with a result file.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";

/** A result file has lost what was written to it. */
export class StreamFileError extends Error {
  /** Always `"StreamFileError"`. */
  override name = "StreamFileError";
}

/** A result file can't be read at present; a retry may help. */
export class StreamReadError extends Error {
  /** Always `"StreamReadError"`. */
  override name = "StreamReadError";
}

/** Ignores errors that may pass. */
export function throwIfDamaged(error: unknown): void {
  if (error instanceof StreamFileError) throw error;
}

/** Throws a {@linkcode StreamReadError} for errors that may pass. */
export function throwReadError(cause: unknown): never {
  throwIfDamaged(cause);
  throw new StreamReadError(errorText(cause), { cause });
}
