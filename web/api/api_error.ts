/**
 * Errors of the API.
 *
 * @module
 */

/** The server can't be reached. */
export class AwayError extends Error {
  /** Always `"AwayError"`. */
  override name = "AwayError";
}

/** The server answered with an error. */
export class ApiError extends Error {
  /** Always `"ApiError"`. */
  override name = "ApiError";
  /** The status of the answer. */
  readonly status: number;
  /** The remedy. */
  readonly hint?: string;

  /** What the answer says. */
  constructor(status: number, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

/** The error that the body of an answer describes. */
export function apiError(status: number, body: unknown): ApiError {
  const error = field(body, "error");
  const message = field(error, "message");
  const hint = field(error, "hint");
  return new ApiError(
    status,
    typeof message === "string" ? message : `the server answered ${status}`,
    typeof hint === "string" ? hint : undefined,
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined;
}
