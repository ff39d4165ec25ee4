import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { bytes } from "../_support/packet.ts";
import { answers, ResumableSender } from "../_support/resumable_sender.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const ROWS = 20_000;
const DEFINITION = "0\t0\t1\t.\tschema\t2 app_late x:int32\n";

/** A stream that defines another one in its middle. */
function makeSender(): ResumableSender {
  const body = numbered(0, ROWS / 2) + DEFINITION +
    "0\t2\t1\t7\n" + numbered(ROWS / 2, ROWS);
  return new ResumableSender(
    randomUUID(),
    headers({ domain: "a" }),
    bytes(body),
  );
}

/** Checks that every row is stored once. */
function checkRows(path: string): void {
  const [found] = query(
    path,
    "select count(*) as n, count(distinct seq) as d, max(seq) as m from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS, m: ROWS - 1 });
  assert.equal(scalar(path, "select count(*) from app_late"), 1);
}

test("A resumable stream receives its offset, and at the end the confirmation that everything is stored", async () => {
  await using server = await TestServer.start();
  const sender = makeSender();
  const { client, offset } = await sender.begin(server.process.port);
  assert.equal(offset, 0);
  await client.send(sender.rest(offset));
  await client.end();
  assert.equal(answers(client).at(-1), sender.length);
  checkRows(server.path("a"));

  const again = await sender.begin(server.process.port);
  assert.equal(again.offset, sender.length);
  await again.client.end();
  await server.closes("a");
  checkRows(server.path("a"));
});

test("A stream survives resets and kills of the server without loss or duplicates", async () => {
  await using server = await TestServer.start();
  const sender = makeSender();
  const steps = 12;
  for (let i = 1; i <= steps; i++) {
    const { client, offset } = await sender.begin(server.process.port);
    const rest = sender.rest(offset);
    const size = i === steps ? rest.length : Math.floor(sender.length * i / 20);
    await client.send(rest.subarray(0, size)).catch(() => undefined);
    if (i === steps) await client.end();
    else if (i % 3 === 0) {
      await server.process.kill();
      await server.startAgain();
    } else client.reset();
    client.destroy();
  }
  await server.closes("a");
  checkRows(server.path("a"));
  assert.equal(
    scalar(server.path("a"), 'select "offset" from _oml_progress'),
    sender.length,
  );
});

test("A new connection fences the old one, and later bytes of the old one are not stored", async () => {
  await using server = await TestServer.start();
  const sender = makeSender();
  const old = await sender.begin(server.process.port);
  const rest = sender.rest(0);
  await old.client.send(rest.subarray(0, rest.length / 2));
  const next = await sender.begin(server.process.port);
  await old.client.send(rest.subarray(rest.length / 2)).catch(() => undefined);
  assert.equal(await old.client.serverEndsWithin(), true);
  await next.client.send(sender.rest(next.offset));
  await next.client.end();
  await server.closes("a");
  checkRows(server.path("a"));
});

test("A client that does not ask to resume receives no answer", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" }, numbered(0, 100));
  await client.end();
  assert.equal(client.heard, "");
});
