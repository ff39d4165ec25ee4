import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { makeApp } from "../../http/app.ts";
import { Access } from "../../http/security/access.ts";
import { TestSite } from "./_support/test_site.ts";

const TOKEN = "0123456789abcdef";
const HERE = { peer: "127.0.0.1" };
const FAR = { peer: "192.0.2.1" };

/** Options of a request, all optional. */
interface Asked extends RequestInit {
  readonly env?: { readonly peer: string };
}

/** A site, and how to ask it. */
function makeSite(token?: string, host?: string) {
  const site = new TestSite();
  const access = new Access(token);
  const app = makeApp(site, { access, host });
  const ask = async (path: string, { env = HERE, ...init }: Asked = {}) =>
    await app.fetch(new Request(`http://localhost${path}`, init), env);
  return { site, access, ask };
}

async function message(answer: Response): Promise<string> {
  return (await answer.json()).error.message;
}

test("Every answer restricts what browsers do with it", async () => {
  const { ask } = makeSite();
  for (const path of ["/", "/healthz", "/api/v1/site", "/api/v1/none", "/x"]) {
    const { headers } = await ask(path);
    assert.match(headers.get("content-security-policy") ?? "", /'none'/);
    assert.doesNotMatch(
      headers.get("content-security-policy") ?? "",
      /unsafe|\*|http/,
    );
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("access-control-allow-origin"), null);
  }
});

test("Data is kept by no cache", async () => {
  const { ask } = makeSite();
  for (
    const path of ["/api/v1/site", "/api/v1/session", "/metrics", "/readyz"]
  ) {
    const { headers } = await ask(path);
    assert.equal(headers.get("cache-control"), "no-store", path);
  }
});

test("All addresses of the page have the same page", async () => {
  const { ask } = makeSite();
  const html = await (await ask("/")).text();
  for (const path of ["/experiments/a", "/experiments/a/b?live=1", "/status"]) {
    assert.equal(await (await ask(path)).text(), html);
  }
  assert.equal((await ask("/assets/none.js")).status, 404);
  assert.equal((await ask("/", { method: "HEAD" })).status, 200);
  const posted = await ask("/", { method: "POST" });
  assert.equal(posted.status, 405);
  assert.equal(posted.headers.get("allow"), "GET, HEAD");
});

test("/healthz is alive, /readyz tells whether work can be done", async () => {
  const { site, ask } = makeSite(TOKEN);
  const alive = await ask("/healthz");
  assert.deepEqual([alive.status, await alive.json()], [200, { alive: true }]);
  const ready = await ask("/readyz");
  assert.deepEqual([ready.status, await ready.json()], [200, { ready: true }]);
  const unready = { ready: false, reason: "stopping" } as const;
  site.readiness = Promise.resolve(unready);
  const stopping = await ask("/readyz");
  assert.deepEqual([stopping.status, await stopping.json()], [503, unready]);
  site.readiness = Promise.reject(new Error("a secret path"));
  const failed = await ask("/readyz");
  assert.equal(failed.status, 503);
  assert.equal((await failed.text()).includes("secret"), false);
});

test("A check that hangs is answered, and shared by those who ask", async () => {
  const { site, ask } = makeSite();
  let checks = 0;
  Object.defineProperty(site, "readiness", {
    get: () => {
      checks++;
      return new Promise(() => {});
    },
  });
  const answers = await Promise.all([ask("/readyz"), ask("/readyz")]);
  for (const answer of answers) {
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /takes too long/);
  }
  assert.equal(checks, 1);
});

test("Metrics are in Prometheus' text format", async () => {
  const { ask } = makeSite();
  const answer = await ask("/metrics");
  assert.equal(await answer.text(), "up 1\n");
  assert.match(
    answer.headers.get("content-type") ?? "",
    /^text\/plain; version/,
  );
});

test("With a token, data needs it; page and health do not", async () => {
  const { ask } = makeSite(TOKEN);
  for (const path of ["/metrics", "/api/v1/site", "/api/v1/none", "/api/x"]) {
    const refused = await ask(path);
    assert.equal(refused.status, 401, path);
    assert.equal(refused.headers.get("www-authenticate"), "Bearer");
    const headers = { authorization: `Bearer ${TOKEN}` };
    assert.notEqual((await ask(path, { headers })).status, 401, path);
  }
  for (const path of ["/", "/healthz", "/readyz", "/api/v1/session"]) {
    assert.equal((await ask(path)).status, 200, path);
  }
});

test("A browser logs in, uses its session, and logs out", async () => {
  const { ask, access } = makeSite(TOKEN);
  const before = await (await ask("/api/v1/session")).json();
  assert.deepEqual(before, { authorised: false, tokenRequired: true });
  const login = await ask("/api/v1/session", {
    method: "POST",
    body: JSON.stringify({ token: `${TOKEN}\n` }),
  });
  const session = {
    authorised: true,
    tokenRequired: true,
    csrf: access.csrf,
  };
  assert.deepEqual(await login.json(), session);
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const known = await ask("/api/v1/session", { headers: { cookie } });
  assert.deepEqual(await known.json(), session);
  const { status } = await ask("/api/v1/site", { headers: { cookie } });
  assert.equal(status, 200);
  const logout = await ask("/api/v1/session", { method: "DELETE" });
  assert.deepEqual(await logout.json(), before);
  assert.match(logout.headers.get("set-cookie") ?? "", /Max-Age=0/);
});

test("Bad logins are refused, and have to wait after some", async () => {
  const { ask } = makeSite(TOKEN);
  const login = (body: string) =>
    ask("/api/v1/session", { method: "POST", body, env: FAR });
  for (const body of ["", "x", "null", "[]", "{}", '{"token":1}']) {
    assert.equal((await login(body)).status, 400, body);
  }
  const wrong = JSON.stringify({ token: "wrong" });
  for (let i = 0; i < 10; i++) assert.equal((await login(wrong)).status, 401);
  const late = await login(JSON.stringify({ token: TOKEN }));
  assert.equal(late.status, 429);
  assert.equal(late.headers.get("retry-after"), "2");
});

test("Without a token, names of other sites are refused", async () => {
  const { ask } = makeSite(undefined, "server.lab");
  const host = (name: string) => ask("/", { headers: { host: name } });
  for (const name of ["localhost:80", "127.0.0.1", "[::1]:8", "server.lab"]) {
    assert.equal((await host(name)).status, 200, name);
  }
  const refused = await host("rebound.example.org:8080");
  assert.equal(refused.status, 403);
  assert.match(await message(refused), /another name/);
});

test("With a token, a server may have any name", async () => {
  const { ask } = makeSite(TOKEN);
  const headers = { host: "server.example.org" };
  assert.equal((await ask("/", { headers })).status, 200);
});

test("Pages of other sites get no data, except by a link that is followed", async () => {
  const { ask } = makeSite();
  const foreign = { "sec-fetch-site": "cross-site" };
  const got = await ask("/api/v1/site", { headers: foreign });
  assert.equal(got.status, 403);
  assert.match(await message(got), /other sites/);
  const link = {
    ...foreign,
    "sec-fetch-mode": "navigate",
    "sec-fetch-user": "?1",
  };
  assert.equal((await ask("/api/v1/site", { headers: link })).status, 200);
  assert.equal((await ask("/", { headers: foreign })).status, 200);
  const method = "POST";
  const posted = await ask("/api/v1/session", { method, headers: link });
  assert.equal(posted.status, 403);
});

test("A request that changes something needs the token of the session", async () => {
  for (const token of [undefined, TOKEN]) {
    const { ask, access } = makeSite(token);
    const cookie = access.sessions?.start().split(";")[0] ?? "";
    const post = (headers: Record<string, string>) =>
      ask("/api/v1/proxy/commands", {
        method: "POST",
        headers: { "content-type": "application/json", cookie, ...headers },
        body: '{"command":"PAUSE"}',
      });
    assert.equal((await post({})).status, 403);
    assert.equal((await post({ "x-oml-token": "wrong" })).status, 403);
    const csrf = { "x-oml-token": access.csrf };
    // There is no proxy.
    assert.equal((await post(csrf)).status, 404);
    const origin = "http://example.org";
    assert.equal((await post({ ...csrf, origin })).status, 403);
  }
});

test("A program that sends the token itself needs no other", async () => {
  const { ask } = makeSite(TOKEN);
  const { status } = await ask("/api/v1/proxy/commands", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${TOKEN}`,
    },
    body: '{"command":"PAUSE"}',
  });
  assert.equal(status, 404);
});

test("Large bodies are refused, announced or not", async () => {
  const { ask, access } = makeSite();
  const headers = { "x-oml-token": access.csrf };
  const body = "x".repeat(20_000);
  const post = (init: RequestInit) =>
    ask("/api/v1/session", { method: "POST", ...init });
  const announced = { ...headers, "content-length": "20000" };
  assert.equal((await post({ headers: announced, body })).status, 413);
  const stream = new Blob([body]).stream();
  const init = { headers, body: stream, duplex: "half" } as RequestInit;
  assert.equal((await post(init)).status, 413);
});

test("Unknown methods are refused", async () => {
  const { ask } = makeSite();
  for (const method of ["PUT", "PATCH", "OPTIONS", "PROPFIND"]) {
    for (const path of ["/", "/api/v1/site", "/metrics"]) {
      assert.equal((await ask(path, { method })).status, 405, method);
    }
  }
});

test("Data for other machines is compressed, if they take it", async () => {
  const { site, ask } = makeSite();
  const text = "a_metric 1\n".repeat(1_000);
  Object.assign(site, { metrics: () => Promise.resolve(text) });
  const headers = { "accept-encoding": "gzip" };
  const far = await ask("/metrics", { headers, env: FAR });
  assert.equal(far.headers.get("content-encoding"), "gzip");
  const bytes = new Uint8Array(await far.arrayBuffer());
  assert.equal(gunzipSync(bytes).toString(), text);
  const near = await ask("/metrics", { headers });
  assert.equal(near.headers.get("content-encoding"), null);
});

test("A fault is logged, and told without its reason", async () => {
  const { site, ask } = makeSite();
  Object.assign(site, {
    metrics: () => Promise.reject(new Error("/a/secret/path")),
  });
  const answer = await ask("/metrics");
  assert.equal(answer.status, 500);
  assert.equal((await answer.text()).includes("secret"), false);
  assert.match(site.log.of("error").join(), /secret/);
});

test("Many requests at once are refused, and the next ones are answered", async () => {
  const { site, ask } = makeSite();
  const { promise, resolve } = Promise.withResolvers<string>();
  Object.assign(site, { metrics: () => promise });
  const held = Array.from({ length: 128 }, () => ask("/metrics"));
  const refused = await ask("/healthz");
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get("retry-after"), "1");
  resolve("done");
  for (const answer of await Promise.all(held)) {
    assert.equal(answer.status, 200);
  }
  assert.equal((await ask("/healthz")).status, 200);
});
