import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { Random } from "../_support/random.ts";
import { countRows } from "../_support/sqlite.ts";
import type { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";
import { isLong, seedOf } from "./_support/seed.ts";
import { DEFAULT_SIZE, underAttack } from "./_support/under_attack.ts";

const CONNECTIONS = isLong ? 5_000 : 400;

/** Connections that are opened at the same time. */
const AT_ONCE = 50;

/** Milliseconds for which slow clients trickle. */
const TRICKLE_MS = isLong ? 30_000 : 3_000;

/** Tuples of a client that resets its connection behind them. */
const RESET_TUPLES = 200;

const SIZE = { ...DEFAULT_SIZE, connections: CONNECTIONS };

/** Opens all connections; calls `use` for each. */
async function openAll(
  server: TestServer,
  use: (client: Client, number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < CONNECTIONS) {
      const number = next++;
      await use(await server.connect(), number);
    }
  }));
}

test(`${CONNECTIONS} clients that never finish their headers affect nobody`, async (t) => {
  await underAttack(t, SIZE, async (server) => {
    const clients: Client[] = [];
    await openAll(server, (client) => {
      clients.push(client);
      return client.send("protocol: 5\n");
    });
    const end = performance.now() + TRICKLE_MS;
    for (let i = 0; performance.now() < end; i++) {
      await clients[i % clients.length].send("x");
      await delay(1);
    }
    for (const client of clients) client.destroy();
  });
});

test(`${CONNECTIONS} half-open connections affect nobody`, async (t) => {
  await underAttack(t, SIZE, async (server) => {
    const clients: Client[] = [];
    await openAll(server, async (client, number) => {
      clients.push(client);
      const domain = `half-${number % 10}`;
      await client.send(headers({ domain }) + numbered(0, 1));
    });
    for (let i = 0; i < 10; i++) {
      await server.sees(CONNECTIONS / 10, `half-${i}`, "app_m", 60_000);
    }
    for (const client of clients) client.destroy();
  });
});

test(`${CONNECTIONS} clients that reset the connection behind their data lose nothing`, async (t) => {
  await underAttack(t, SIZE, async (server) => {
    await openAll(server, async (client, number) => {
      const domain = `reset-${number % 10}`;
      await client.send(headers({ domain }) + numbered(0, RESET_TUPLES));
      client.reset();
    });
    for (let i = 0; i < 10; i++) {
      const rows = CONNECTIONS / 10 * RESET_TUPLES;
      await server.sees(rows, `reset-${i}`, "app_m", 60_000);
    }
  });
});

test(`${CONNECTIONS} connections at random moments of their streams lose nothing that was whole`, async (t) => {
  await underAttack(t, SIZE, async (server) => {
    let whole = 0;
    await openAll(server, async (client, number) => {
      const random = new Random(seedOf(number));
      const tuples = random.from(0, 50);
      await client.send(headers({ domain: "cut" }) + numbered(0, tuples));
      await client.send(`9\t1\t${tuples}\t`);
      whole += tuples;
      if (random.next() < 0.5) client.destroy();
      else client.reset();
    });
    await waitFor("the whole tuples", () => {
      const rows = countRows(server.path("cut"), "app_m");
      return rows === whole || `${rows} of ${whole}`;
    }, 60_000);
    assert.equal(countRows(server.path("cut"), "_oml_reject_counts") > 0, true);
  });
});
