import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../../../../server/rows/store.ts";
import { PostgresServer } from "../../../_support/postgres.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { cutPair, type Judge, Relay } from "../../../_support/relay.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { flushOf } from "../../_support/flush.ts";
import { makeStore } from "./_support/store.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

const schema = "1 m a:int32";

/** Rows with the values from `from` to before `to`. */
function rows(from: number, to: number) {
  const values = Array.from(
    { length: to - from },
    (_, i) => [BigInt(from + i)],
  );
  return flushOf({ handle: 0, schema, rows: values, known: from > 0 });
}

/** Asserts that the values from 0 to before `count` are stored, each once. */
async function assertStored(domain: string, count: number): Promise<void> {
  const [{ all, distinct, sum }] = await server.query(
    domain,
    `SELECT count(*)::int4 AS all, count(DISTINCT a)::int4 AS distinct,
      sum(a)::int4 AS sum FROM m`,
  );
  const wanted = { all: count, distinct: count, sum: count * (count - 1) / 2 };
  assert.deepEqual({ all, distinct, sum }, wanted);
}

const COMMITS = 100;

/** Outcomes of a COMMIT whose answer the client never receives. */
const FATES: readonly Judge[] = [
  // It never arrives.
  (_, pair) => cutPair(pair),
  // It arrives, and only the answer is lost.
  (bytes, pair) => {
    pair.client.destroy();
    pair.server.end(bytes);
  },
  // It is still in transit when the client reconnects, and would arrive too
  // late.
  (bytes, pair) => {
    pair.client.removeAllListeners("close").destroy();
    delay(30).then(() => pair.server.end(bytes));
  },
];

test("Nothing is lost or duplicated when the answer to COMMIT is lost, 100 times", async () => {
  let commits = 0;
  let broken = 0;
  await using relay = await Relay.start(server.port, (bytes, pair) => {
    const text = new TextDecoder("latin1").decode(bytes);
    if (!text.includes("COMMIT\0") || commits++ % 2 === 0) {
      pair.server.write(bytes);
    } else {
      FATES[broken++ % FATES.length](bytes, pair);
    }
  });
  const { store } = makeStore(server, {
    port: relay.port,
    sslMode: "disable",
  });
  const database = await store.open("doubt");
  let written = 0;
  while (broken < COMMITS) {
    await database.write(rows(written, written + 20));
    written += 20;
  }
  await database.close();
  await assertStored("doubt", written);
});

test("Nothing is lost or duplicated when connections break in a COPY", async () => {
  let passed = 0;
  let cuts = 0;
  await using relay = await Relay.start(server.port, (bytes, pair) => {
    passed += bytes.length;
    if (passed < 900_000) pair.server.write(bytes);
    else {
      passed = 0;
      cuts++;
      const half = bytes.subarray(0, bytes.length >> 1);
      pair.server.write(half, () => cutPair(pair));
    }
  });
  const { store } = makeStore(server, { port: relay.port });
  const database = await store.open("copy");
  for (let i = 0; i < 5; i++) {
    await database.write(rows(i * 10_000, (i + 1) * 10_000));
  }
  await database.close();
  assert.ok(cuts >= 3, `${cuts} breaks`);
  await assertStored("copy", 50_000);
});

test("A server that crashes and restarts has every row once", async () => {
  const { store, log } = makeStore(server);
  const database = await store.open("crash");
  const written = [];
  for (let i = 0; i < 60; i++) {
    written.push(database.write(rows(i * 500, (i + 1) * 500)));
    if (i % 20 !== 10) continue;
    await written[i - 2];
    await server.stop("immediate");
    await server.startAgain();
  }
  await Promise.all(written);
  await database.join({ sender: "s", startTime: 1 });
  await database.close();
  assert.deepEqual(log.of("error"), []);
  await assertStored("crash", 30_000);
});

test("While the server is unavailable, calls and openings wait", async () => {
  const { store, log } = makeStore(server);
  const database = await store.open("away");
  await database.write(rows(0, 10));
  await server.stop("immediate");
  const calls = [
    database.write(rows(10, 20)),
    database.join({ sender: "s", startTime: 1 }),
    store.open("away-2").then((other) => other.close()),
  ];
  await waitFor("a warning", () => log.of("warn").length > 1, 8_000);
  assert.match(log.of("warn").join("\n"), /away: still waiting after 5 s: /);
  await server.startAgain();
  await Promise.all(calls);
  await database.close();
  assert.match(log.of("info").join("\n"), /away: the database is back after /);
  await assertStored("away", 20);
});

test("An abandoned store stops waiting for an unavailable server", async () => {
  const { store, abandon } = makeStore(server);
  const database = await store.open("given-up");
  await database.write(rows(0, 10));
  await server.stop("immediate");
  const written = database.write(rows(10, 20));
  abandon.abort();
  await assert.rejects(written, StoreError);
  await server.startAgain();
  await database.close();
  await assertStored("given-up", 10);
});

test("An abandoned store stops waiting for a silent server", async () => {
  let silent = false;
  await using relay = await Relay.start(server.port, (bytes, pair) => {
    if (!silent) pair.server.write(bytes);
  });
  const { store, abandon } = makeStore(server, { port: relay.port });
  const database = await store.open("silent");
  silent = true;
  const written = database.write(rows(0, 10));
  await delay(50);
  abandon.abort();
  await assert.rejects(written, StoreError);
  await database.close();
});
