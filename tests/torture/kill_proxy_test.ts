import assert from "node:assert/strict";
import { test } from "node:test";
import { PacedClient } from "../_support/paced_client.ts";
import { PROMISED } from "../_support/promised.ts";
import { Random } from "../_support/random.ts";
import { spread } from "../_support/spread.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";
import { untilKill, USUAL_LOADS } from "./_support/before_kill.ts";
import { assertExact, HELD, type Held, heldOf } from "./_support/held.ts";
import { amount, isLong, repeatWith, seedOf, tell } from "./_support/seed.ts";

/** In the long form 500 on both runtimes, those of the server included. */
const RUNS = amount(3, 84);

/** CI machines are often busy. */
const MOST_LOST_MS = isLong ? PROMISED.proxyMs : 4_000;

/** The usual loads, and 300,000 tuples a second. */
const LOADS = {
  ...USUAL_LOADS,
  heavy: { rows: 3_000, pause: 10 },
};

/** Options of every start: what is delivered need not be kept. */
const OPTIONS = ["--delete-replayed"];

/** What an experiment holds; nothing if none of its tuples arrived. */
function heldBy(server: TestServer, domain: string): Held {
  if (!server.has(domain)) return { rows: 0, distinct: 0, last: -1, read: 0 };
  assert.equal(scalar(server.path(domain), "pragma integrity_check"), "ok");
  return heldOf(query(server.path(domain), HELD)[0]);
}

/**
 * Kills the proxy under three loads at a random time, while it sends or is
 * paused; returns the age in ms, since it was sent, of the oldest lost tuple.
 */
async function killOnce(
  server: TestServer,
  proxy: TestProxy,
  run: number,
): Promise<number> {
  const random = new Random(seedOf(run));
  if (random.next() < 0.5) await proxy.command("OMLPROXY-RESUME");
  const clients = Object.entries(LOADS).map(([name, load]) =>
    new PacedClient(proxy.port, `r${run}${name}`, load)
  );
  await waitFor("all clients", () => clients.every(({ sent }) => sent > 0));
  await untilKill(random);
  const killed = performance.now();
  await proxy.kill();
  await Promise.all(clients.map(({ gone }) => gone));
  await proxy.startAgain(...OPTIONS);
  await proxy.command("OMLPROXY-RESUME");
  await proxy.drained(60_000);
  await proxy.command("OMLPROXY-PAUSE");
  return Math.max(...clients.map((client) => {
    const held = heldBy(server, client.domain);
    assertExact(held, client.domain);
    assert.ok(held.rows <= client.sent + client.load.rows, client.domain);
    return killed - Math.min(client.firstBeyond(held.rows) ?? killed, killed);
  }));
}

test(`${RUNS} kills of the proxy at random moments lose no more than promised`, async (t) => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port, ...OPTIONS);
  const lost: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    lost.push(await killOnce(server, proxy, run));
  }
  assert.equal(await proxy.stop(), 0);
  assert.equal(await server.stop(), 0);
  const { worst, median } = spread(lost);
  tell(
    t,
    `${repeatWith("kill_proxy_test.ts")}: ${RUNS} kills; age of what was ` +
      `lost, in ms, since it was sent: ${worst} at most (median ${median})`,
  );
  assert.ok(worst <= MOST_LOST_MS, `sent ${worst} ms before`);
});
