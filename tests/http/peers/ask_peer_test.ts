import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { test } from "node:test";
import { askPeer } from "../../../http/peers/ask_peer.ts";
import type { Address } from "../../../ports/runtime.ts";
import { hintOf } from "../../../shared/hint_error.ts";
import { freePort } from "../../_support/free_port.ts";
import { someStatus } from "../../_support/some_status.ts";

const HOST = "127.0.0.1";
const SITE = { kind: "server", version: "1.2.3", since: 7, time: 8 };

/** Lends the address of a server, whatever it speaks. */
async function lend<T>(
  server: Server,
  use: (address: Address) => Promise<T>,
): Promise<T> {
  server.listen(0, HOST);
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    return await use({ host: HOST, port });
  } finally {
    server.close();
  }
}

function withPeer<T>(
  answer: RequestListener,
  use: (address: Address) => Promise<T>,
): Promise<T> {
  return lend(createServer(answer), use);
}

function answering(status: number, body: unknown): RequestListener {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** Why a peer could not be asked, and the remedy. */
async function refusalOf(
  question: Promise<unknown>,
): Promise<readonly [string, string]> {
  const error = await question.then(
    () => assert.fail("It answered"),
    (it) => it,
  );
  assert.equal(error.name, "PeerError", String(error));
  return [error.message, hintOf(error) ?? ""];
}

test("A server tells its status, to those who have its token", async () => {
  const status = someStatus();
  const seen: unknown[] = [];
  const answer: RequestListener = (request, response) => {
    const { url, method, headers: { host, authorization } } = request;
    seen.push({ url, method, host, authorization });
    answering(200, { ...SITE, status, news: 1 })(request, response);
  };
  await withPeer(answer, async (address) => {
    const first = await askPeer(address, "0123456789abcdef");
    assert.deepEqual(first, { id: "7 4711 3003", status });
    await askPeer(address);
    const question = {
      url: "/api/v1/site",
      method: "GET",
      host: `${HOST}:${address.port}`,
    };
    assert.deepEqual(seen, [
      { ...question, authorization: "Bearer 0123456789abcdef" },
      { ...question, authorization: undefined },
    ]);
  });
});

test("A missing or wrong token is named, with the remedy", () =>
  withPeer(answering(401, {}), async (address) => {
    const [missing, hint] = await refusalOf(askPeer(address));
    assert.equal(missing, "a token is required");
    assert.match(hint, /same token.*--http-token-file or OML_HTTP_TOKEN/);
    const [wrong] = await refusalOf(askPeer(address, "0123456789abcdef"));
    assert.equal(wrong, "another token is required");
  }));

test("What a server refuses is passed on", () => {
  const error = { message: "the program is starting", hint: "try again" };
  return withPeer(answering(503, { error }), async (address) => {
    const [reason, hint] = await refusalOf(askPeer(address));
    assert.deepEqual([reason, hint], [error.message, error.hint]);
  });
});

for (
  const [status, body, reason] of [
    [200, "<html>", "the answer is not that of an oml2-server"],
    [200, { ...SITE, status: {} }, "the answer is not that of an oml2-server"],
    [404, "<html>", "HTTP status 404"],
    [302, "", "HTTP status 302"],
  ] as const
) {
  test(`${status} ${JSON.stringify(body)} is not an answer of a server`, () =>
    withPeer(answering(status, body), async (address) => {
      const refusal = await refusalOf(askPeer(address));
      assert.equal(refusal[0], reason);
      assert.match(refusal[1], /is \d+ the port of its --http/);
    }));
}

test("A proxy is no server", () =>
  withPeer(answering(200, { ...SITE, kind: "proxy" }), async (address) => {
    const refusal = await refusalOf(askPeer(address));
    assert.deepEqual(refusal, ["it is a proxy", "name servers only"]);
  }));

test("A server that is not there is asked in vain", async () => {
  const port = await freePort();
  const [reason, hint] = await refusalOf(askPeer({ host: HOST, port }));
  assert.equal(reason, "connection refused");
  assert.match(hint, /is it running.*--http/);
  // It resolves to two addresses.
  const both = await refusalOf(askPeer({ host: "localhost", port }));
  assert.equal(both[0], "connection refused");
});

test("A server without an answer, or without an end of it, has limited time", async () => {
  const silent: RequestListener = () => undefined;
  const endless: RequestListener = (_, response) => {
    response.write("{");
  };
  for (const answer of [silent, endless]) {
    await withPeer(answer, async (address) => {
      const [reason] = await refusalOf(askPeer(address, undefined, 200));
      assert.equal(reason, "no answer within 0.2 s");
    });
  }
});

test("A server that closes the connection, or speaks something else, is named", async () => {
  const closing = createTcpServer((socket) => void socket.end());
  const [closed] = await lend(closing, (it) => refusalOf(askPeer(it)));
  assert.equal(closed, "connection closed");
  const other = createTcpServer((socket) => void socket.end("hello\n"));
  await lend(other, (it) => refusalOf(askPeer(it)));
});

test("An answer of any length is not read to its end", () => {
  const flood: RequestListener = (_, response) => {
    const piece = " ".repeat(1024 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on("drain", more);
    more();
  };
  return withPeer(flood, async (address) => {
    const [reason] = await refusalOf(askPeer(address));
    assert.equal(reason, "the answer is too long");
  });
});
