/**
 * What a client can complain about.
 *
 * @module
 */

/** A collection point is named in a way that nobody understands. */
export class TargetError extends TypeError {
  /** Always `"TargetError"`. */
  override name = "TargetError";
}

/** A measurement point cannot be what it is asked to be. */
export class DefinitionError extends TypeError {
  /** Always `"DefinitionError"`. */
  override name = "DefinitionError";
}

/** The collection point could not be reached, or the way to it broke. */
export class ConnectionError extends Error {
  /** Always `"ConnectionError"`. */
  override name = "ConnectionError";
}

/** A resumable stream could not be resumed as it was. */
export class ResumeError extends Error {
  /** Always `"ResumeError"`. */
  override name = "ResumeError";
}

/** A client was closed before all of its tuples were delivered. */
export class UnsentError extends Error {
  /** Always `"UnsentError"`. */
  override name = "UnsentError";
  /** How many were not. */
  readonly tuples: number;

  /** Says that `tuples` tuples never reached `target`. */
  constructor(tuples: number, target: string) {
    super(
      `Cannot deliver ${tuples} tuples to ${target} before closing; is it ` +
        "there? A longer timeout waits for it",
    );
    this.tuples = tuples;
  }
}
