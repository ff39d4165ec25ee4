import assert from "node:assert/strict";
import { test } from "node:test";
import { Haproxy, whyNoHaproxy } from "../_support/haproxy.ts";
import { Random } from "../_support/random.ts";
import { query } from "../_support/sqlite.ts";
import { waitFor } from "../_support/wait_for.ts";
import { MergeBed } from "../merge/_support/merge_bed.ts";
import {
  type ClientOptions,
  complete,
  PersistentClient,
  TABLES,
} from "./_support/persistent_client.ts";
import { type Shard, Shards } from "./_support/shards.ts";

const CLIENTS = 60;
/** HAProxy gives some of them to each of three servers. */
const EXPERIMENTS = 12;

const skip = whyNoHaproxy();
const domains = Array.from({ length: EXPERIMENTS }, (_, i) => `lab-${i}`);

/** Clients that run until they are stopped. */
class Clients {
  readonly all: readonly PersistentClient[];
  readonly #stop = new AbortController();
  readonly #running: Promise<unknown>;

  constructor(port: number, options: Partial<ClientOptions>) {
    this.all = Array.from(
      { length: CLIENTS },
      (_, number) =>
        new PersistentClient({
          ...{ port, number, experiments: EXPERIMENTS },
          ...options,
        }),
    );
    this.#running = Promise.all(
      this.all.map((client) => client.run(this.#stop.signal)),
    );
  }

  of(domain: string): PersistentClient[] {
    return this.all.filter((client) => client.domain === domain);
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}

/** The values of each sender in a database. */
function storedValues(path: string): Map<string, number[]> {
  const tables = new Set(
    query(path, "SELECT name FROM sqlite_master").map(({ name }) => name),
  );
  const stored = new Map<string, number[]>();
  for (const table of TABLES.filter((name) => tables.has(name))) {
    const rows = query(
      path,
      `SELECT s.name, a FROM ${table} JOIN _senders AS s ` +
        "ON s.id = oml_sender_id",
    );
    for (const { name, a } of rows) {
      const values = stored.get(String(name)) ?? [];
      stored.set(String(name), values);
      values.push(Number(a));
    }
  }
  return stored;
}

/** Waits until each client of the experiments has stored something. */
async function begun(shards: Shards): Promise<void> {
  for (const domain of domains) {
    await waitFor(`every client of ${domain}`, () => {
      const [owner] = shards.owners(domain);
      return owner === undefined
        ? "there is no database"
        : everyClientStores(owner, domain);
    }, 30_000);
  }
}

/** Whether each client of an experiment has stored something on a server. */
function everyClientStores(shard: Shard, domain: string): true | string {
  const { size } = storedValues(shard.path(domain));
  return size === CLIENTS / EXPERIMENTS || `there are ${size}`;
}

/** HAProxy with the file by domain, which notices quickly who is down. */
function startHaproxy(shards: Shards, edit = (text: string) => text) {
  return Haproxy.start(shards.addresses, {
    file: "haproxy-by-domain.conf",
    edit: (text) => edit(text).replaceAll("inter 2s", "inter 200ms"),
  });
}

test(
  "Each experiment stays on one server, also if that is killed and returns",
  {
    skip,
  },
  async () => {
    await using shards = await Shards.start();
    await using haproxy = await startHaproxy(shards);
    const clients = new Clients(haproxy.port, { cuts: new Random(1) });
    await begun(shards);
    const places = domains.map((domain) => shards.owners(domain));
    assert.deepEqual(places.map(({ length }) => length), domains.map(() => 1));
    assert.equal(
      new Set(places.flat()).size,
      3,
      "every server has experiments",
    );
    const [victim] = shards.owners("lab-0");
    const waiting = clients.of("lab-0");
    await victim.kill();
    const killed = Date.now();
    await waitFor(
      "clients to reconnect",
      () => waiting.every(({ connections }) => connections > 1),
    );
    // They send meanwhile, and HAProxy keeps it.
    await haproxy.says(/oml2-health\/oml-\d is DOWN/);
    const kept = waiting.map(({ sender, sent }) => ({
      sender,
      n: sent.length,
    }));
    await victim.start();
    await waitFor("what was kept to be stored", () => {
      const stored = storedValues(victim.path("lab-0"));
      return kept.every(({ sender, n }) =>
        stored.get(sender)?.some((value) => value >= n)
      );
    });
    await clients.end();
    for (const [i, domain] of domains.entries()) {
      assert.deepEqual(shards.owners(domain), places[i], domain);
      const [owner] = shards.owners(domain);
      const stored = storedValues(owner.path(domain));
      for (const client of clients.of(domain)) {
        assert.equal(client.connections, owner === victim ? 2 : 1, domain);
        complete(client, stored.get(client.sender) ?? [], killed);
      }
    }
  },
);

test("With failover, the parts of an experiment merge without loss or double", {
  skip,
}, async () => {
  await using shards = await Shards.start();
  await using haproxy = await startHaproxy(shards, withFailover);
  const clients = new Clients(haproxy.port, { again: 30 });
  await begun(shards);
  const [victim] = shards.owners("lab-0");
  await victim.kill();
  const killed = Date.now();
  await waitFor("clients to continue elsewhere", () => {
    const other = shards.owners("lab-0").find((shard) => shard !== victim);
    return other !== undefined && everyClientStores(other, "lab-0");
  });
  await victim.start();
  await clients.end();
  await shards.stop();
  using bed = new MergeBed();
  let merged = 0;
  for (const domain of domains) {
    const parts = shards.owners(domain).map((shard) => shard.path(domain));
    const to = bed.path(`${domain}.sq3`);
    const { repeated } = await bed.merge(parts, to);
    if (parts.length > 1) merged++;
    else assert.equal(repeated, 0);
    const stored = storedValues(to);
    for (const client of clients.of(domain)) {
      complete(client, stored.get(client.sender) ?? [], killed);
    }
  }
  assert.ok(merged > 0);
});

/** The other way that the file describes. */
function withFailover(text: string): string {
  const edited = text
    .replace(/ retries .+\n/, "")
    .replace(/# (retries 3\n)/, "$1")
    .replace(/# (option redispatch\n)/, "$1")
    .replace(/ default-server weight .+\n/, "")
    .replace(/# (default-server weight .+ check .+\n)/, "$1");
  assert.match(edited, /^ +option redispatch$/m);
  assert.match(edited, /^ +default-server weight 100 check /m);
  return edited;
}
