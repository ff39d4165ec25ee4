/**
 * How answers appear in the OpenAPI document.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import { ERROR_ANSWER } from "../schemas/error_schema.ts";

/** An answer in JSON. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { "application/json": { schema } } };
}

const RETRY_AFTER = {
  "retry-after": {
    description: "Seconds after which it is worth trying again.",
    schema: { type: "integer", minimum: 0 },
  },
} as const;

const error = (description: string) => json(ERROR_ANSWER, description);

/** Errors of all routes. */
export const COMMON_ERRORS = {
  400: error("The request is invalid; the message names the parameter."),
  401: error("A token is required."),
  403: error("The request comes from another site, or for another host."),
  405: {
    ...error("The address takes other methods only."),
    headers: {
      allow: {
        description: "The methods.",
        schema: { type: "string" },
      },
    } as const,
  },
  429: { ...error("Too many requests at a time."), headers: RETRY_AFTER },
  500: error("An unexpected error; the program's log has the details."),
  503: {
    ...error("Stored data cannot be read now, or the program is stopping."),
    headers: RETRY_AFTER,
  },
} as const;

/** Errors of what this program may not offer. */
export const OFFERED_ERRORS = {
  ...COMMON_ERRORS,
  404: error("There is no such thing, or this program does not offer it."),
} as const;

/** Errors of requests with a body. */
export const BODY_ERRORS = {
  413: error("The body is too large."),
  415: error("The body is not JSON."),
} as const;

/** Errors of queries. */
export const QUERY_ERRORS = {
  ...OFFERED_ERRORS,
  422: error("The query took longer than 2 s, and was ended."),
} as const;
