/**
 * Refuses requests before they reach a route.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { refuse } from "../answer.ts";
import type { HttpEnv } from "../http_env.ts";
import { type Access, CSRF_HEADER, type Verdict } from "./access.ts";
import { isFollowedLink, isForeign, isOwnHost } from "./origin.ts";

/** The address of the session, which decides about itself. */
export const SESSION_PATH = "/api/v1/session";

/** Methods that change nothing. */
const SAFE = new Set(["GET", "HEAD"]);

/** Methods that some route takes. */
const KNOWN = new Set([...SAFE, "POST", "DELETE"]);

/**
 * Refuses requests whose `Host` may be another site's name. With a token this
 * is not needed: the cookie and the token belong to the right name.
 */
export function checkHost(
  access: Access,
  bound: string | undefined,
): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const host = c.req.raw.headers.get("host");
    if (access.needsToken || isOwnHost(host, bound)) return await next();
    return refuse({
      status: 403,
      message: "this server has another name",
      hint: "use localhost or an IP address; other names need a token " +
        "(--http-token-file)",
    });
  };
}

/** Refuses methods that no route takes. */
export function checkMethod(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    if (KNOWN.has(c.req.method)) return await next();
    return refuse({
      status: 405,
      message: "no address takes this method",
      headers: { allow: [...KNOWN].join(", ") },
    });
  };
}

/**
 * Refuses requests for data by pages of other sites, and by those who have not
 * given the token.
 */
export function checkAccess(access: Access): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw;
    const isSafe = SAFE.has(c.req.method);
    if (isForeign(headers) && !(isSafe && isFollowedLink(headers))) {
      return refuse({
        status: 403,
        message: "pages of other sites have no access",
        hint: "open the page of this server itself",
      });
    }
    if (c.req.path === SESSION_PATH) return await next();
    const verdict = access.check(headers, c.env.peer);
    if (!verdict.may) return refuseAccess(verdict);
    const needsCsrf = !isSafe && !verdict.isProgram;
    if (needsCsrf && !access.hasCsrf(headers)) return refuseForged();
    return await next();
  };
}

/** The answer to a wrong or missing token. */
export function refuseAccess(
  verdict: Extract<Verdict, { may: false }>,
): Response {
  const { wait } = verdict;
  if (wait > 0) {
    return refuse({
      status: 429,
      message: "too many wrong tokens",
      hint: `try again in ${wait} s`,
      headers: { "retry-after": String(wait) },
    });
  }
  return refuse({
    status: 401,
    message: "a token is required",
    hint: "log in on the page, or send the header Authorization: Bearer TOKEN",
    headers: { "www-authenticate": "Bearer" },
  });
}

function refuseForged(): Response {
  return refuse({
    status: 403,
    message: `the header ${CSRF_HEADER} is missing or wrong`,
    hint: `send the value csrf of GET ${SESSION_PATH} in it`,
  });
}
