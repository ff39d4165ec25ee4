/**
 * The contract of what an export is written to.
 *
 * @module
 */

/** A file, or a stream. The calls must be awaited one after the other. */
export interface Output {
  /** What it is, for people. */
  readonly name: string;
  /**
   * Writes bytes, which may change once it resolves.
   *
   * @throws {ExportError} if that fails.
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Resolves when everything is written. A new file has its name only then.
   *
   * @throws {ExportError} if that fails.
   */
  finish(): Promise<void>;
  /** Removes an unfinished file, at any moment. */
  discard(): Promise<void>;
}
