import assert from "node:assert/strict";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const count = "select count(*) from app_m";

test("--max-connections 2 closes a third client at once, until one leaves", async () => {
  await using server = await TestServer.start("--max-connections", "2");
  const first = await server.client({ domain: "a" }, numbered(0, 10));
  const second = await server.client({ domain: "a" });
  await server.sees(10, "a");
  const third = await server.connect();
  assert.equal(await third.serverEndsWithin(1_000), true);
  await server.logs(
    /WARNING \S+: closed at once, 2 clients .*--max-connections/,
  );
  await first.end();
  const next = await server.client({ domain: "a" }, numbered(10, 20));
  await next.end();
  await second.end();
  assert.equal(scalar(server.path("a"), count), 20);
});

test("--max-domains 1 refuses the client of another domain, until the first is closed", async () => {
  await using server = await TestServer.start("--max-domains", "1");
  const first = await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  const other = await server.client({ domain: "b" }, numbered(0, 10));
  assert.equal(await other.serverEndsWithin(1_000), true);
  await server.logs(
    /ERROR \S+: Cannot open the database of b: .*--max-domains/,
  );
  const same = await server.client({ domain: "a" }, numbered(10, 20));
  await same.end();
  await first.end();
  await waitFor("the other domain's turn", async () => {
    const client = await server.client({ domain: "b" }, numbered(0, 10));
    await client.end();
    return server.has("b");
  });
  assert.equal(scalar(server.path("a"), count), 20);
});

const refused: readonly [string, string, string, RegExp][] = [
  ["--max-header", "1k", `protocol: 4\nx: ${"y".repeat(2_000)}\n`, /1024/],
  [
    "--max-message",
    "1k",
    headers({ domain: "a" }) + "x".repeat(2_000),
    /1024/,
  ],
  [
    "--max-fields",
    "2",
    headers({ domain: "a", schemas: ["1 app_m a:int32 b:int32 c:int32"] }),
    /must be <= 2/,
  ],
];

for (const [option, value, bytes, why] of refused) {
  test(`${option} ${value} ends the connection of a client that goes beyond`, async () => {
    await using server = await TestServer.start(option, value);
    const client = await server.connect();
    await client.send(bytes);
    assert.equal(await client.serverEndsWithin(2_000), true);
    await server.logs(/ERROR .*protocol error/);
    assert.match(server.process.stderr(), why);
  });
}
