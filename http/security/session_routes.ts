/**
 * Logging in and out.
 *
 * @module
 */
import { Hono } from "hono";
import { jsonAnswer, refuse } from "../answer.ts";
import type { HttpEnv } from "../http_env.ts";
import type { Access } from "./access.ts";
import { refuseAccess, SESSION_PATH } from "./guard.ts";

/** Routes of the session: who is asking, log in, log out. */
export function sessionRoutes(access: Access): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get(SESSION_PATH, (c) => {
    const { may } = access.check(c.req.raw.headers, c.env.peer);
    return jsonAnswer(sessionOf(access, may));
  });
  app.post(SESSION_PATH, async (c) => {
    const token = tokenIn(await c.req.json().catch(() => undefined));
    if (token === undefined) {
      return refuse({
        status: 400,
        message: "the body has no token",
        hint: 'send JSON: { "token": "..." }',
      });
    }
    const verdict = access.checkToken(token, c.env.peer);
    if (!verdict.may) return refuseAccess(verdict);
    return jsonAnswer(sessionOf(access, true), 200, cookie(access, "start"));
  });
  app.delete(SESSION_PATH, () => {
    const isOpen = !access.needsToken;
    return jsonAnswer(sessionOf(access, isOpen), 200, cookie(access, "end"));
  });
  return app;
}

function sessionOf(access: Access, authorised: boolean) {
  return {
    authorised,
    tokenRequired: access.needsToken,
    ...authorised && { csrf: access.csrf },
  };
}

function cookie(
  { sessions }: Access,
  what: "start" | "end",
): Record<string, string> {
  return sessions === undefined ? {} : { "set-cookie": sessions[what]() };
}

function tokenIn(body: unknown): string | undefined {
  const isObject = typeof body === "object" && body !== null;
  const token = isObject && "token" in body ? body.token : undefined;
  return typeof token === "string" ? token.trim() : undefined;
}
