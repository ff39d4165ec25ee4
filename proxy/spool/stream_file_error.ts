/**
 * What others have done to a result file.
 *
 * @module
 */

/** A result file has not got any more what was written to it. */
export class StreamFileError extends Error {
  /** Always `"StreamFileError"`. */
  override name = "StreamFileError";
}
