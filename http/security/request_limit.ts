/**
 * Bounds the number of requests that are being answered.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { refuse } from "../answer.ts";
import type { HttpEnv } from "../http_env.ts";

/** Refuses requests while `most` others wait for their answers. */
export function limitRequests(most: number): MiddlewareHandler<HttpEnv> {
  let count = 0;
  return async (_, next) => {
    if (count >= most) {
      return refuse({
        status: 503,
        message: `${most} requests are being answered`,
        hint: "try again in a second",
        headers: { "retry-after": "1" },
      });
    }
    count++;
    try {
      return await next();
    } finally {
      count--;
    }
  };
}
