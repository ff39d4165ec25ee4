/**
 * Errors of the client.
 *
 * @module
 */

/** The name of a collection point is invalid. */
export class TargetError extends TypeError {
  /** Always `"TargetError"`. */
  override name = "TargetError";
}

/** A measurement point is invalid. */
export class DefinitionError extends TypeError {
  /** Always `"DefinitionError"`. */
  override name = "DefinitionError";
}

/** The collection point is unreachable, or the connection broke. */
export class ConnectionError extends Error {
  /** Always `"ConnectionError"`. */
  override name = "ConnectionError";
}

/** A resumable stream could not be resumed. */
export class ResumeError extends Error {
  /** Always `"ResumeError"`. */
  override name = "ResumeError";
}

/**
 * A client was closed before all of its tuples were delivered, or before the
 * server ended its side, which it does when it has stored them.
 */
export class UnsentError extends Error {
  /** Always `"UnsentError"`. */
  override name = "UnsentError";
  /**
   * Number of tuples that were not sent; 0 if only the server's end is missing.
   */
  readonly tuples: number;

  /** `tuples` tuples did not reach `target`. */
  constructor(tuples: number, target: string) {
    super(
      tuples > 0
        ? `Cannot deliver ${tuples} tuples to ${target} before closing; ` +
          "check that it is running, or use a longer timeout"
        : `${target} has not confirmed the end of the stream: data that it has ` +
          "not read may be lost; use a longer timeout, or `resume` to know " +
          "what is stored",
    );
    this.tuples = tuples;
  }
}
