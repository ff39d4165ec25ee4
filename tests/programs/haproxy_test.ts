import assert from "node:assert/strict";
import { test } from "node:test";
import { Haproxy, whyNoHaproxy } from "../_support/haproxy.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";
import {
  complete,
  PersistentClient,
  TABLES,
} from "./_support/persistent_client.ts";

const CLIENTS = 60;
const EXPERIMENTS = 10;

test(
  "Three servers behind HAProxy share experiments, and survive the kill of one",
  {
    skip: whyNoHaproxy() ?? whyNoPostgres(),
  },
  async () => {
    const dataDir = makeTempDir();
    await using postgres = await PostgresServer.start();
    const servers = await Promise.all(
      [1, 2, 3].map(() =>
        startServer({ dataDir, args: [...postgres.args, "-d4"] })
      ),
    );
    try {
      await using haproxy = await Haproxy.start(
        servers.map(({ port }) => port),
      );
      const clients = Array.from(
        { length: CLIENTS },
        (_, number) =>
          new PersistentClient({
            ...{ port: haproxy.port, number, experiments: EXPERIMENTS },
          }),
      );
      const stop = new AbortController();
      const running = clients.map((client) => client.run(stop.signal));
      // Some clients may still wait for the creation of their database.
      for (let i = 0; i < EXPERIMENTS; i++) await begun(postgres, `lab-${i}`);
      const begin = Date.now();
      await waitFor("a second of it", () => Date.now() > begin + 1_000);
      await servers[0].kill();
      const killed = Date.now();
      await waitFor(
        "clients to continue elsewhere",
        () =>
          clients.some(({ connections }) => connections > 1) &&
          Date.now() > killed + 1_000,
      );
      stop.abort();
      await Promise.all(running);
      assert.ok(clients.some(({ connections }) => connections === 1));
      for (let i = 0; i < EXPERIMENTS; i++) {
        const domain = `lab-${i}`;
        await agreed(postgres, domain);
        const stored = await storedValues(postgres, domain);
        const own = clients.filter((client) => client.domain === domain);
        for (const client of own) {
          complete(client, stored.get(client.sender) ?? [], killed);
        }
      }
      await haproxy.says(/oml-1 is DOWN/);
      for (const server of servers.slice(1)) {
        const lines = server.stderr().split("\n");
        // On a busy machine the creation of a database may take long.
        const isFault = (line: string) =>
          /WARN|ERROR/.test(line) && !/still waiting/.test(line);
        assert.deepEqual(lines.filter(isFault), []);
      }
    } finally {
      await Promise.all(servers.map((server) => server.kill()));
      removeTempDir(dataDir);
    }
  },
);

/** Waits until tuples of each client of an experiment are stored. */
function begun(postgres: PostgresServer, domain: string) {
  const senders = TABLES.map((table) => `SELECT oml_sender_id FROM ${table}`);
  return waitFor(`every client of ${domain}`, async () => {
    const stored = await postgres.column(domain, senders.join(" UNION "))
      .catch(() => []);
    return stored.length === CLIENTS / EXPERIMENTS;
  }, 60_000);
}

/** Asserts that the servers did not contradict each other. */
async function agreed(postgres: PostgresServer, domain: string) {
  const column = (sql: string) => postgres.column(domain, sql);
  const ids = await column("SELECT id FROM _senders ORDER BY id");
  assert.deepEqual(ids, ids.map((_, i) => i + 1));
  assert.equal(ids.length, CLIENTS / EXPERIMENTS);
  assert.deepEqual(
    await column(
      "SELECT key FROM _experiment_metadata WHERE oml_sender_id IS NULL " +
        'ORDER BY key COLLATE "C"',
    ),
    [
      ...["start_time", "table__experiment_metadata"],
      ...TABLES.map((table) => `table_${table}`),
    ],
  );
}

/** The values that each sender of an experiment has in its database. */
async function storedValues(postgres: PostgresServer, domain: string) {
  const stored = new Map<string, number[]>();
  for (const table of TABLES) {
    const rows = await postgres.query(
      domain,
      `SELECT name, array_agg(a::int4) AS values
        FROM ${table} JOIN _senders ON id = oml_sender_id GROUP BY name`,
    );
    for (const { name, values } of rows) {
      const known = stored.get(String(name)) ?? [];
      stored.set(String(name), known.concat(values as number[]));
    }
  }
  return stored;
}
