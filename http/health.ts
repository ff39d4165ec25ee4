/**
 * Whether the program is alive, and can do its work: for load balancers and
 * service managers.
 *
 * @module
 */
import { Hono } from "hono";
import { settlesWithin } from "../shared/settles_within.ts";
import { jsonAnswer } from "./answer.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Readiness } from "./site.ts";

/** Milliseconds after which a check counts as failed. */
const CHECK_MS = 3_000;

const LATE: Readiness = { ready: false, reason: "the check takes too long" };

/** What the check may be in the meantime. */
const FAILED: Readiness = { ready: false, reason: "the check failed" };

/** The routes `/healthz` and `/readyz`; they need no token and tell no data. */
export function healthRoutes(check: () => Promise<Readiness>): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const isReady = shared(() => within(check(), CHECK_MS));
  app.get("/healthz", () => jsonAnswer({ alive: true }));
  app.get("/readyz", async () => {
    const readiness = await isReady();
    return jsonAnswer(readiness, readiness.ready ? 200 : 503);
  });
  return app;
}

/** Callers at the same time share one check. */
function shared(
  check: () => Promise<Readiness>,
): () => Promise<Readiness> {
  let current: Promise<Readiness> | undefined;
  return () => current ??= check().finally(() => current = undefined);
}

async function within(
  check: Promise<Readiness>,
  ms: number,
): Promise<Readiness> {
  const answer = check.catch(() => FAILED);
  return await settlesWithin(answer, ms) ? await answer : LATE;
}
