/**
 * What is said about an invalid request.
 *
 * @module
 */
import type { Hook } from "@hono/zod-openapi";
import type { Context, Env } from "hono";
import { quoteText } from "../../../codec/values/quote.ts";
import { RequestError } from "./api_errors.ts";

/** The longest value that is repeated in an error. */
const MOST_SHOWN = 80;

/** The part of an issue of zod that is read here. */
interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/**
 * Throws the first issue of an invalid request, as a
 * {@linkcode RequestError} that names the parameter, the value and the remedy.
 */
export const checkRequest: Hook<unknown, Env, string, unknown> = (
  result,
  context,
) => {
  if (result.success) return;
  const issue: Issue | undefined = result.error.issues[0];
  if (issue === undefined) {
    throw new RequestError("invalid request", "check it");
  }
  throw new RequestError(faultOf(issue, result.target, context), issue.message);
};

function faultOf(issue: Issue, target: string, context: Context): string {
  if (target === "json") return bodyFault(issue);
  const unknown = issue.keys?.[0];
  if (issue.code === "unrecognized_keys" && unknown !== undefined) {
    return `there is no parameter ${quote(unknown)}`;
  }
  const name = String(issue.path[0]);
  if (target === "header") {
    return `header ${name} has the invalid value ` +
      quote(context.req.header(name) ?? "");
  }
  const values = context.req.queries(name) ?? [];
  if (values.length === 0) return `parameter ${name} is missing`;
  if (values.length > 1 && !values.includes("")) {
    return `parameter ${name} is given ${values.length} times`;
  }
  return `parameter ${name} has the invalid value ${
    quote(values.length > 1 ? "" : values[0])
  }`;
}

function bodyFault({ path }: Issue): string {
  return path.length === 0
    ? "the body is not a valid command"
    : `field ${String(path[0])} of the body is invalid`;
}

function quote(text: string): string {
  return `"${quoteText(text, MOST_SHOWN)}"`;
}
