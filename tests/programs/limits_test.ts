import assert from "node:assert/strict";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { countRows, query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const count = "select count(*) from app_m";

test("--max-connections 2 closes a third client at once, until one disconnects", async () => {
  await using server = await TestServer.start("--max-connections", "2");
  const first = await server.client({ domain: "a" }, numbered(0, 10));
  const second = await server.client({ domain: "a" });
  await server.sees(10, "a");
  const third = await server.connect();
  assert.equal(await third.serverEndsWithin(), true);
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
  assert.equal(await other.serverEndsWithin(), true);
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
  test(`${option} ${value} closes the connection of a client that exceeds it`, async () => {
    await using server = await TestServer.start(option, value);
    const client = await server.connect();
    await client.send(bytes);
    assert.equal(await client.serverEndsWithin(), true);
    await server.logs(/ERROR .*protocol error/);
    assert.match(server.process.stderr(), why);
  });
}

const LONG = "x".repeat(40 * 1024);

/** Options, the name of one field of the second stream, and the error. */
const bounded: readonly (readonly [string, string, string, string])[] = [
  ["--max-streams", "2", "b", "too many streams on the connection"],
  ["--max-tables", "2", "b", "too many tables in the experiment"],
  ["--max-definitions", "64k", LONG, "too many bytes of schema definitions"],
];

for (const [option, value, field, reason] of bounded) {
  test(`${option} ${value} rejects only the excess definition, in headers and in metadata`, async () => {
    const wide = ["--max-header", "1M"];
    await using server = await TestServer.start(option, value, ...wide);
    const schemas = [
      "1 app_a a:int32",
      `2 app_b ${field}:int32`,
      `3 app_c ${field}c:int32`,
    ];
    const define = `0\t0\t1\t.\tschema\t2 app_d ${field}d:int32\n`;
    const row = "1\t1\t1\t1\n1\t2\t1\t2\n1\t3\t1\t3\n";
    const client = await server.client({ domain: "a", schemas }, row);
    await client.send(define + row);
    await client.end();
    const path = server.path("a");
    assert.deepEqual(
      ["app_a", "app_b", "app_c", "app_d"].map((it) => countRows(path, it)),
      [2, 1, 0, 0],
    );
    assert.deepEqual(
      query(
        path,
        "select reason, sum(count) as count from _oml_reject_counts " +
          "group by 1 order by 2",
      ),
      [
        { reason, count: 2 },
        { reason: "stream is not defined", count: 3 },
      ],
    );
    await server.logs(new RegExp(`WARNING .*rejected, ${reason}`));
  });
}

test("--max-tables counts the tables of former clients, which may write to them again", async () => {
  await using server = await TestServer.start("--max-tables", "2");
  for (const schemas of [["1 a x:int32", "2 a y:int32"], ["2 a y:int32"]]) {
    const client = await server.client({ domain: "a", schemas });
    await client.send("1\t2\t1\t2\n1\t0\t0\t.\tschema\t3 c x:int32\n");
    await client.end();
    await server.closes("a");
  }
  const path = server.path("a");
  assert.equal(countRows(path, "a_2"), 2);
  assert.equal(countRows(path, "c"), 0);
  assert.equal(scalar(path, "select sum(count) from _oml_reject_counts"), 2);
});
