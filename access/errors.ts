/**
 * Errors of the rules of access.
 *
 * @module
 */

/** An invalid rule; the message names it and what to write instead. */
export class AccessOptionError extends Error {
  /** Always `"AccessOptionError"`. */
  override name = "AccessOptionError";
}

/** A client may not write to a domain. */
export class AccessError extends Error {
  /** Always `"AccessError"`. */
  override name = "AccessError";
  /** Whether the same refusal was logged before. */
  readonly isKnown: boolean;

  /** `message` says what is refused, by which rule. */
  constructor(message: string, isKnown: boolean) {
    super(message);
    this.isKnown = isKnown;
  }
}
