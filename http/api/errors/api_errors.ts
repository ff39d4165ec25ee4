/**
 * Errors of requests.
 *
 * @module
 */
import { HintError } from "../../../shared/hint_error.ts";

/** A request that is invalid. */
export class RequestError extends HintError {
  /** Always `"RequestError"`. */
  override name = "RequestError";

  /** `hint` says what is valid. */
  constructor(message: string, hint: string) {
    super(message, { hint });
  }
}

/** A request for what this program does not have. */
export class NotOfferedError extends HintError {
  /** Always `"NotOfferedError"`. */
  override name = "NotOfferedError";

  /** The program has no `what`; `hint` says which one has. */
  constructor(what: string, hint: string) {
    super(`this program has no ${what}`, { hint });
  }
}

/** A request that contradicts the state of the program. */
export class ConflictError extends HintError {
  /** Always `"ConflictError"`. */
  override name = "ConflictError";
}

/** A request beyond what can be done at the same time. */
export class TooBusyError extends HintError {
  /** Always `"TooBusyError"`. */
  override name = "TooBusyError";
  /** Seconds after which it is worth trying again. */
  readonly retryAfter: number;

  /** `what` is happening already as often as possible. */
  constructor(what: string, retryAfter: number, hint: string) {
    super(what, { hint });
    this.retryAfter = retryAfter;
  }
}
