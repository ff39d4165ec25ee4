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

/**
 * A client was closed before all of its tuples were delivered, or before the
 * server had closed behind them, as it does when it has stored them.
 */
export class UnsentError extends Error {
  /** Always `"UnsentError"`. */
  override name = "UnsentError";
  /** How many never left; 0 where only the server's end is missing. */
  readonly tuples: number;

  /** Says that `tuples` tuples never reached `target`. */
  constructor(tuples: number, target: string) {
    super(
      tuples > 0
        ? `Cannot deliver ${tuples} tuples to ${target} before closing; is ` +
          "it there? A longer timeout waits for it"
        : `${target} has not confirmed the end of the stream: what it had not ` +
          "read may be lost; a longer timeout waits for it, and `resume` " +
          "tells what is stored",
    );
    this.tuples = tuples;
  }
}
