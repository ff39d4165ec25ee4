/**
 * Answers requests that failed.
 *
 * @module
 */
import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  ArchiveError,
  NotFoundError,
  type Sought,
  TimeLimitError,
} from "../../../archive/errors.ts";
import { quoteText } from "../../../codec/values/quote.ts";
import { errorText } from "../../../shared/error_text.ts";
import { hintOf } from "../../../shared/hint_error.ts";
import type { Site } from "../../site.ts";
import type { ErrorAnswer } from "../schemas/error_schema.ts";
import {
  ConflictError,
  NotOfferedError,
  RequestError,
  TooBusyError,
} from "./api_errors.ts";
import { withoutPaths } from "./without_paths.ts";

/** Seconds after which it is worth trying again if the archive fails. */
const RETRY_AFTER = 5;

/** The longest message in an answer; some repeat what was asked. */
const MOST_SHOWN = 500;

const LISTS: Readonly<Record<Sought, string>> = {
  experiment: "GET /api/v1/experiments lists the experiments",
  table: "GET /api/v1/experiments/{experiment} lists the tables",
  column: "GET /api/v1/experiments/{experiment} lists the columns",
  sender: "GET /api/v1/experiments/{experiment} lists the senders",
};

/** A failure as it is answered. */
interface Failure {
  readonly status: ContentfulStatusCode;
  readonly message: string;
  readonly hint?: string;
  readonly retryAfter?: number;
}

/**
 * Answers errors of all requests. What the requester cannot know is logged, and
 * not answered.
 */
export function errorAnswerer(site: Site): ErrorHandler {
  return (error, context) => {
    const { retryAfter, ...failure } = failureOf(error, context, site);
    if (retryAfter !== undefined) {
      context.header("retry-after", String(retryAfter));
    }
    return answer(context, failure);
  };
}

/** The text that may be shown of an error of the archive. */
export function shownText(error: unknown, site: Site): string {
  return withoutPaths(errorText(error), site.archive?.place);
}

/** Answers that there is no such address. */
export function answerUnknown(context: Context): Response {
  return answer(context, {
    status: 404,
    message: "no such address",
    hint: "GET /api/v1/openapi.json describes all addresses",
  });
}

/** Answers that the address takes other methods only. */
export function answerMethod(
  context: Context,
  allowed: readonly string[],
): Response {
  context.header("allow", allowed.join(", "));
  return answer(context, {
    status: 405,
    message: `no method ${quoteText(context.req.method, 20)} at this address`,
    hint: `use ${allowed.join(" or ")}`,
  });
}

function answer(
  context: Context,
  { status, message, hint }: Failure,
): Response {
  const body: ErrorAnswer = {
    error: { message: quoteText(message, MOST_SHOWN), hint },
  };
  return context.json(body, status);
}

function failureOf(error: unknown, context: Context, site: Site): Failure {
  const known = requestFailure(error) ?? archiveFailure(error, site);
  if (known !== undefined) return known;
  const { method, path } = context.req;
  const facts = { method, path: quoteText(path), reason: errorText(error) };
  if (site.closing.aborted) {
    site.log.debug("HTTP: {method} {path} failed at the end: {reason}", facts);
    return { status: 503, message: "the program is stopping" };
  }
  site.log.error("HTTP: {method} {path} failed: {reason}", facts);
  return {
    status: 500,
    message: "an unexpected error occurred",
    hint: "the log of the program has the details",
  };
}

/** The failure of a request that cannot be answered as it is. */
function requestFailure(error: unknown): Failure | undefined {
  const message = errorText(error);
  const hint = hintOf(error);
  if (error instanceof RequestError) return { status: 400, message, hint };
  if (error instanceof NotOfferedError) return { status: 404, message, hint };
  if (error instanceof ConflictError) return { status: 409, message, hint };
  if (error instanceof TooBusyError) {
    return { status: 429, message, hint, retryAfter: error.retryAfter };
  }
  return error instanceof HTTPException ? httpFailure(error) : undefined;
}

function httpFailure({ status, message }: HTTPException): Failure | undefined {
  switch (status) {
    case 400:
      return {
        status,
        message: "the body is not valid JSON",
        hint: 'send an object such as {"command": "PAUSE"}',
      };
    case 413:
      return { status, message: "the body is too large", hint: "shorten it" };
    case 415:
      return {
        status,
        message: "the body is not JSON",
        hint: "send it with Content-Type: application/json",
      };
    default:
      return status < 500 ? { status, message } as Failure : undefined;
  }
}

/** The failure of an archive. */
function archiveFailure(error: unknown, site: Site): Failure | undefined {
  if (error instanceof NotFoundError) {
    return {
      status: 404,
      message: errorText(error),
      hint: hintOf(error) ?? LISTS[error.sought],
    };
  }
  if (error instanceof TimeLimitError) {
    return { status: 422, message: errorText(error), hint: hintOf(error) };
  }
  if (!(error instanceof ArchiveError)) return undefined;
  site.log.warn("HTTP: stored experiments cannot be read: {reason}", {
    reason: errorText(error),
  });
  const hint = hintOf(error);
  return {
    status: 503,
    message: shownText(error, site),
    hint: hint === undefined
      ? undefined
      : withoutPaths(hint, site.archive?.place),
    retryAfter: RETRY_AFTER,
  };
}
