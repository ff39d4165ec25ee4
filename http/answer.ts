/**
 * Answers in JSON.
 *
 * @module
 */

/** A refused request, and the remedy. */
export interface Refusal {
  /** The HTTP status, 400 to 599. */
  readonly status: number;
  /** What is wrong. */
  readonly message: string;
  /** How to fix it. */
  readonly hint?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that no cache keeps. */
export function jsonAnswer(
  value: unknown,
  status: number = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** The answer to a refused request. */
export function refuse(
  { status, message, hint, headers }: Refusal,
): Response {
  return jsonAnswer({ error: { message, hint } }, status, headers);
}
