import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Clients } from "../../../proxy/intake/clients.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { IntakeBench } from "../_support/intake_bench.ts";

const HEADERS = headers({ domain: "a" });

test("Clients serves each client, and spools at a stop what they have sent", async () => {
  await using bench = await IntakeBench.open();
  const clients = new Clients(bench.listener, 2, bench.context);
  assert.equal(clients.port, 3003);
  for (const count of [1, 2]) {
    const client = await bench.connect();
    await client.send(HEADERS + numbered(0, count));
    await waitFor("a stream", () => bench.opened.length === count);
  }
  assert.equal(clients.all.size, 2);
  await clients.stop();
  assert.equal(clients.all.size, 0);
  const texts = bench.opened.map((stream) => bench.text(stream));
  assert.deepEqual(
    await Promise.all(texts),
    [1, 2].map((count) => HEADERS + numbered(0, count)),
  );
});

test("Clients closes a client beyond the limit, with a warning", async () => {
  await using bench = await IntakeBench.open();
  const clients = new Clients(bench.listener, 1, bench.context);
  await bench.connect();
  const further = await bench.connect();
  await further.closed;
  assert.match(
    bench.log.of("warn").join(),
    /^warn: 127\.0\.0\.1:\d+: closed at once, 1 clients are connected; raise --max-connections$/,
  );
  assert.equal(clients.all.size, 1);
  await clients.stop();
});

test("Clients recognizes its end of a connection, and no other", async () => {
  await using bench = await IntakeBench.open();
  const clients = new Clients(bench.listener, 1, bench.context);
  await bench.connect();
  await waitFor("a session", () => clients.all.size === 1);
  const [{ ends: { local, peer } }] = clients.all;
  assert.equal(await clients.includes({ local: peer, peer: local }), true);
  const other = { host: local.host, port: 1 };
  assert.equal(await clients.includes({ local: other, peer: local }), false);
  await clients.stop();
});

test("Clients lets a second connection continue the stream of the first", async () => {
  await using bench = await IntakeBench.open();
  const clients = new Clients(bench.listener, 2, bench.context);
  const header = `oml2-resume: ${randomUUID()}\n${HEADERS}`;
  const first = await bench.connect();
  await first.send(header + numbered(0, 1));
  await waitFor("a stream", () => bench.opened.length === 1);
  const second = await bench.connect();
  await second.send(header);
  await first.closed;
  const answer = `oml2-resume ${HEADERS.length + numbered(0, 1).length}\n`;
  await waitFor("an answer", () => second.heard() === answer);
  await clients.stop();
  assert.deepEqual([...bench.spool.streams], bench.opened);
});

test("Clients disconnects the client of a damaged file", async () => {
  await using bench = await IntakeBench.open();
  const clients = new Clients(bench.listener, 1, bench.context);
  const client = await bench.connect();
  await client.send(HEADERS);
  await waitFor("a stream", () => bench.opened.length === 1);
  bench.spool.damaged(bench.opened[0]);
  await client.closed;
  await clients.stop();
});
