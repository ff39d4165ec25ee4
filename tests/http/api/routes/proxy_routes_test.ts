import assert from "node:assert/strict";
import { test } from "node:test";
import { someProxy } from "../_support/some_proxy.ts";
import { TestApi } from "../_support/test_api.ts";

const JSON_TYPE = { "content-type": "application/json" };

function post(body: string, headers: Record<string, string> = JSON_TYPE) {
  return { method: "POST", body, headers };
}

test("a proxy lists its streams", async () => {
  const { proxy } = someProxy();
  const found = await new TestApi({ kind: "proxy", proxy }).json("/proxy");
  assert.equal(found.state, "running");
  assert.equal(found.progress.total, 100);
  assert.equal(found.streams[0].acknowledged, 40);
  assert.equal(found.streams[0].isLive, true);
  assert.deepEqual(found.refused, { addresses: 3, handshakes: 1 });
});

test("a proxy without progress or trouble leaves them out", async () => {
  const { proxy } = someProxy();
  const api = new TestApi({
    kind: "proxy",
    proxy: {
      ...proxy,
      status: () => ({
        state: "paused",
        upstream: "a:1",
        trouble: undefined,
        refused: { addresses: 0, handshakes: 0 },
        streams: [],
      }),
      progress: () => undefined,
    },
  });
  assert.deepEqual(await api.json("/proxy"), {
    state: "paused",
    upstream: "a:1",
    refused: { addresses: 0, handshakes: 0 },
    streams: [],
  });
});

test("each command is executed, and its answer returned", async () => {
  const { proxy, commands } = someProxy(["OK PAUSE"]);
  const api = new TestApi({ kind: "proxy", proxy });
  for (const command of ["RESUME", "PAUSE", "STOP"]) {
    const body = JSON.stringify({ command });
    const answer = await api.json("/proxy/commands", post(body));
    assert.deepEqual(answer, { answer: ["OK PAUSE"] });
  }
  assert.deepEqual(commands, ["RESUME", "PAUSE", "STOP"]);
});

test("a command that the proxy cannot execute is a conflict", async () => {
  const { proxy } = someProxy(["ERROR the proxy is stopping"]);
  const api = new TestApi({ kind: "proxy", proxy });
  const command = post('{"command": "RESUME"}');
  assert.deepEqual(await api.error("/proxy/commands", command), [
    "409",
    "the proxy is stopping",
    "",
  ]);
});

test("other bodies execute nothing", async () => {
  const { proxy, commands } = someProxy();
  const api = new TestApi({ kind: "proxy", proxy });
  const cases: readonly [RequestInit, string, string][] = [
    [post('{"command": "STATUS"}'), "400", "field command of the body"],
    [post('{"command": ["STOP"]}'), "400", "field command of the body"],
    [post('{"command": "STOP", "a": 1}'), "400", "not a valid command"],
    [post("[]"), "400", "not a valid command"],
    [post("null"), "400", "not a valid command"],
    [post("{"), "400", "the body is not valid JSON"],
    [post(""), "400", "the body is not valid JSON"],
    [{ method: "POST" }, "400", "field command of the body"],
    [
      post("command=STOP", {
        "content-type": "application/x-www-form-urlencoded",
      }),
      "415",
      "the body is not JSON",
    ],
    [post(`{"command": "${"x".repeat(2000)}"}`), "413", "too large"],
  ];
  for (const [init, status, message] of cases) {
    const answer = await api.error("/proxy/commands", init);
    assert.equal(answer[0], status, String(init.body));
    assert.ok(answer[1].includes(message), answer[1]);
    assert.notEqual(answer[2], "", String(init.body));
  }
  assert.deepEqual(commands, []);
});

test("a server has no replay", async () => {
  const api = new TestApi({ kind: "server" });
  const message = "this program has no replay";
  assert.deepEqual(await api.error("/proxy"), ["404", message, "ask a proxy"]);
  const command = post('{"command": "STOP"}');
  assert.deepEqual(await api.error("/proxy/commands", command), [
    "404",
    message,
    "ask a proxy",
  ]);
});
