import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Api, queryText, type Reach } from "../../../web/api/api.ts";
import { ApiError, AwayError } from "../../../web/api/api_error.ts";

/** A request that the fake server received. */
interface Received {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

describe("the client of the API", () => {
  it("asks below its prefix, with encoded names", async () => {
    const { api, received } = served(() => json({ cells: [] }));
    assert.deepEqual(await api.activity("a/b c"), { cells: [] });
    assert.equal(received[0]?.url, "/api/v1/experiments/a%2Fb%20c/activity");
    assert.equal(received[0].method, "GET");
  });

  it("repeats the parameters of lists, and leaves out unset ones", async () => {
    const { api, received } = served(() => json({ samples: [] }));
    await api.rejects("a", { sender: "n&1", limit: 5 });
    assert.equal(
      received[0]?.url,
      "/api/v1/experiments/a/rejects?sender=n%261&limit=5",
    );
    assert.equal(
      queryText({ senders: ["a", "b"], from: undefined }),
      "?senders=a&senders=b",
    );
    assert.equal(queryText({}), "");
  });

  it("reports that the server answers", async () => {
    const { api, reached } = served(() => json({}));
    await api.site();
    assert.deepEqual(reached, ["ok"]);
  });

  it("reports that a token is needed", async () => {
    const { api, reached } = served(() =>
      json({ error: { message: "no token" } }, 401)
    );
    await assert.rejects(api.site(), new ApiError(401, "no token"));
    assert.deepEqual(reached, ["locked"]);
  });

  it("reports a server that can't be reached", async () => {
    const { api, reached } = served(() => {
      throw new TypeError("fetch failed");
    });
    await assert.rejects(api.site(), AwayError);
    assert.deepEqual(reached, ["away"]);
  });

  it("reports a server that does not answer in time", async () => {
    const { api, reached } = served(
      (_, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
      5,
    );
    await assert.rejects(api.site(), AwayError);
    assert.deepEqual(reached, ["away"]);
  });

  it("reports nothing if the question is withdrawn", async () => {
    const { api, reached } = served((_, signal) =>
      Promise.reject(signal.reason)
    );
    await assert.rejects(api.site(AbortSignal.abort()), { name: "AbortError" });
    assert.deepEqual(reached, []);
  });

  it("takes an answer that is not JSON as an error", async () => {
    const { api } = served(() =>
      new Response("<h1>Bad gateway", { status: 502 })
    );
    await assert.rejects(api.site(), { name: "ApiError", status: 502 });
    const odd = served(() => new Response("<h1>Hello"));
    await assert.rejects(odd.api.site(), AwayError);
  });

  it("sends commands with the secret of the session", async () => {
    const { api, received } = served(({ url }) =>
      json(url.endsWith("/session") ? { csrf: "s1" } : { answer: ["DRAINED"] })
    );
    assert.deepEqual(await api.command("RESUME"), ["DRAINED"]);
    const [, command] = received;
    assert.equal(command?.method, "POST");
    assert.equal(command.headers.get("X-OML-Token"), "s1");
    assert.equal(command.body, '{"command":"RESUME"}');
  });

  it("asks for the secret again after a restart of the server", async () => {
    let secret = "old";
    const { api, received } = served(({ url, headers }) => {
      if (url.endsWith("/session")) return json({ csrf: secret });
      return headers.get("X-OML-Token") === secret
        ? json({ answer: [] })
        : json({ error: { message: "wrong secret" } }, 403);
    });
    await api.command("PAUSE");
    secret = "new";
    await api.command("RESUME");
    const sent = received.map(({ headers }) => headers.get("X-OML-Token"));
    assert.deepEqual(sent, [null, "old", "old", null, "new"]);
  });

  it("asks for the servers of the group", async () => {
    const { api, received } = served(() => json({ servers: [] }));
    await api.servers();
    assert.deepEqual(received.map(({ url }) => url), ["/api/v1/servers"]);
  });

  it("logs in and out", async () => {
    const { api, received } = served(({ method }) =>
      method === "GET" ? json({ authorised: true }) : new Response(null, {
        status: 204,
      })
    );
    await api.login("secret");
    await api.logout();
    assert.deepEqual(received.map(({ method, body }) => [method, body]), [
      ["POST", '{"token":"secret"}'],
      ["GET", undefined],
      ["DELETE", undefined],
    ]);
  });
});

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

function served(
  answer: (
    request: Received,
    signal: AbortSignal,
  ) => Response | Promise<Response>,
  patience?: number,
) {
  const received: Received[] = [];
  const reached: Reach[] = [];
  const api = new Api({
    patience,
    onReach: (reach) => reached.push(reach),
    async fetch(url, { method = "GET", headers, body, signal }) {
      assert.ok(signal);
      const request = {
        url,
        method,
        headers: new Headers(headers),
        body: typeof body === "string" ? body : undefined,
      };
      received.push(request);
      return await answer(request, signal);
    },
  });
  return { api, received, reached };
}
