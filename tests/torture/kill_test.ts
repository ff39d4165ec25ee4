import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { headers } from "../_support/hello.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { PROMISED } from "../_support/promised.ts";
import { PacedClient } from "../_support/paced_client.ts";
import { Random } from "../_support/random.ts";
import { spread } from "../_support/spread.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";
import { untilKill, USUAL_LOADS } from "./_support/before_kill.ts";
import { assertExact, HELD, type Held, heldOf } from "./_support/held.ts";
import { amount, isLong, repeatWith, seedOf, tell } from "./_support/seed.ts";

/** In the long form 500 on both runtimes, the kills of the proxy included. */
const RUNS = amount(3, 84);

/** CI machines are often busy. */
const MOST_LOST_MS = isLong ? PROMISED.serverMs : 4_000;

/** The usual loads, and as much as the server takes. */
const LOADS = {
  ...USUAL_LOADS,
  full: { rows: 3_000, pause: 0 },
};

/** Where a server stores. */
interface Store {
  readonly args: readonly string[];
  /** Reads a table back, as another program does. */
  held(server: TestServer, domain: string): Promise<Held>;
  /** Fails if a database is damaged. */
  check(server: TestServer, domain: string): void;
}

const sqlite: Store = {
  args: [],
  held: (server, domain) =>
    Promise.try(() => heldOf(query(server.path(domain), HELD)[0])),
  check: (server, domain) => {
    const path = server.path(domain);
    assert.equal(scalar(path, "pragma integrity_check"), "ok");
  },
};

function postgresStore(postgres: PostgresServer): Store {
  return {
    args: postgres.args,
    held: async (_, domain) => heldOf((await postgres.query(domain, HELD))[0]),
    check: () => {},
  };
}

/** Ages in ms, when the server was killed, of the oldest rows it lost. */
interface Lost {
  /**
   * Since the server read the first lost row: at most since it read the last
   * row that it stored, and at most since the first lost one was sent.
   */
  readonly read: number;
  /** Since a client that sends slowly sent the first lost row. */
  readonly sent: number;
}

/** Kills a server under three loads at a random time. */
async function killOnce(
  server: TestServer,
  store: Store,
  run: number,
): Promise<Lost> {
  const random = new Random(seedOf(run));
  const clients = Object.entries(LOADS).map(([name, load]) =>
    new PacedClient(server.process.port, `r${run}${name}`, load)
  );
  await waitFor("all databases", async () => {
    for (const { domain } of clients) {
      const held = await store.held(server, domain).catch(() => undefined);
      if (held === undefined || held.rows === 0) return domain;
    }
    return true;
  });
  await untilKill(random);
  const killed = { unix: Date.now() / 1_000, at: performance.now() };
  await server.process.kill();
  await Promise.all(clients.map(({ gone }) => gone));
  const lost = { read: 0, sent: 0 };
  for (const client of clients) {
    const held = await store.held(server, client.domain);
    assertExact(held, client.domain);
    const { rows, read } = held;
    assert.ok(rows <= client.sent + client.load.rows, client.domain);
    store.check(server, client.domain);
    const first = client.firstBeyond(rows);
    if (first === undefined || first > killed.at) continue;
    const [sinceRead, sinceSent] = [
      1_000 * (killed.unix - read),
      killed.at - first,
    ];
    lost.read = Math.max(lost.read, Math.min(sinceRead, sinceSent));
    if (client.load.pause > 0) lost.sent = Math.max(lost.sent, sinceSent);
  }
  return lost;
}

/** The experiment goes on where it was. */
async function goOn(server: TestServer, store: Store, run: number) {
  const domain = `r${run}steady`;
  const { rows } = await store.held(server, domain);
  const client = await server.connect();
  await client.send(`${headers({ domain })}0\t1\t0\t${rows}\n`);
  await client.end();
  assert.equal((await store.held(server, domain)).rows, rows + 1);
}

async function killOften(t: TestContext, store: Store): Promise<void> {
  await using server = await TestServer.start(...store.args);
  const lost: Lost[] = [];
  for (let run = 0; run < RUNS; run++) {
    lost.push(await killOnce(server, store, run));
    await server.startAgain(...store.args);
    await goOn(server, store, run);
  }
  const [read, sent] = [
    spread(lost.map(({ read }) => read)),
    spread(lost.map(({ sent }) => sent)),
  ];
  tell(
    t,
    `${repeatWith("kill_test.ts")}: ${RUNS} kills; age of what was lost, in ` +
      `ms, since it was read: ${read.worst} at most (median ${read.median}); ` +
      `since it was sent at up to 5,000 tuples/s: ${sent.worst} (${sent.median})`,
  );
  assert.ok(read.worst <= MOST_LOST_MS, `read ${read.worst} ms before`);
  assert.ok(sent.worst <= MOST_LOST_MS, `sent ${sent.worst} ms before`);
}

test(`${RUNS} kills at random moments lose no more than promised with SQLite`, (t) =>
  killOften(t, sqlite));

test(
  `${RUNS} kills at random moments lose no more than promised with PostgreSQL`,
  { skip: whyNoPostgres() },
  async (t) => {
    await using postgres = await PostgresServer.start();
    await killOften(t, postgresStore(postgres));
  },
);
