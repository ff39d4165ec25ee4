import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect } from "../_support/client.ts";
import { DomainListener, sendDomains } from "../_support/domain_listener.ts";
import { freePort } from "../_support/free_port.ts";
import { Haproxy, whyNoHaproxy } from "../_support/haproxy.ts";
import { headers } from "../_support/hello.ts";
import { NetworkHost } from "../_support/network_host.ts";
import { Random } from "../_support/random.ts";
import { repositoryRoot, serverCommand } from "../_support/runtime_command.ts";
import { type ServerProcess, startServer } from "../_support/server_process.ts";
import { query } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { waitFor } from "../_support/wait_for.ts";
import { MergeBed } from "../merge/_support/merge_bed.ts";
import {
  type ClientOptions,
  complete,
  PersistentClient,
  TABLES,
} from "./_support/persistent_client.ts";

const CLIENTS = 60;
const EXPERIMENTS = 12;
const FILE = "haproxy-by-domain.conf";

const skip = whyNoHaproxy();
const domains = Array.from({ length: EXPERIMENTS }, (_, i) => `lab-${i}`);

/** A host each, where the system allows that; else ports of this one. */
const hosts = skip === undefined
  ? [1, 2, 3].map(() => NetworkHost.create())
  : [];
after(() => hosts.forEach((host) => host?.[Symbol.dispose]()));

/** A server with databases of its own, which can be killed and return. */
class Shard {
  readonly dataDir: string;
  readonly #host: NetworkHost | undefined;
  readonly #port: number;
  #process: ServerProcess | undefined;

  private constructor(
    dataDir: string,
    host: NetworkHost | undefined,
    port: number,
  ) {
    this.dataDir = dataDir;
    this.#host = host;
    this.#port = port;
  }

  static async start(dataDir: string, i: number): Promise<Shard> {
    const shard = new Shard(dataDir, hosts[i], await freePort());
    mkdirSync(dataDir);
    await shard.start();
    return shard;
  }

  get address(): string {
    return `${this.#host?.address ?? "127.0.0.1"}:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#process = await startServer({
      dataDir: this.dataDir,
      command: [...this.#host?.command ?? [], ...serverCommand()],
      args: ["-l", `${this.#port}`],
    });
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Stops it in order, so that its databases are complete. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  path(domain: string): string {
    return join(this.dataDir, `${domain}.sq3`);
  }
}

/** Three servers behind HAProxy. */
class Shards implements AsyncDisposable {
  readonly root = makeTempDir();
  shards: readonly Shard[] = [];

  static async start(): Promise<Shards> {
    const all = new Shards();
    all.shards = await Promise.all(
      [0, 1, 2].map((i) => Shard.start(join(all.root, `${i}`), i)),
    );
    return all;
  }

  get addresses(): string[] {
    return this.shards.map(({ address }) => address);
  }

  /** The servers that have a database of the experiment. */
  owners(domain: string): Shard[] {
    return this.shards.filter((shard) => existsSync(shard.path(domain)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.shards.map((shard) => shard.kill()));
    removeTempDir(this.root);
  }
}

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
      if (owner === undefined) return "there is no database";
      const { size } = storedValues(owner.path(domain));
      return size === CLIENTS / EXPERIMENTS || `there are ${size}`;
    }, 30_000);
  }
}

const passed = (ms: number) => {
  const end = performance.now() + ms;
  return waitFor("some time", () => performance.now() > end);
};

test("The configuration by domain is valid", { skip }, () => {
  const path = join(repositoryRoot, "contrib", FILE);
  const { status, stdout, stderr } = spawnSync("haproxy", ["-c", "-f", path], {
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin" },
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
});

test(
  "Each experiment stays on one server, also if that is killed and returns",
  {
    skip,
  },
  async () => {
    await using shards = await Shards.start();
    await using haproxy = await Haproxy.start(shards.addresses, {
      file: FILE,
      edit: (text) => text.replaceAll("inter 2s", "inter 200ms"),
    });
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
    await victim.kill();
    const killed = Date.now();
    await waitFor(
      "clients to reconnect",
      () => clients.of("lab-0").every(({ connections }) => connections > 1),
    );
    // They send meanwhile, and HAProxy keeps it.
    await haproxy.says(/oml2-health\/oml-\d is DOWN/);
    await victim.start();
    await passed(1_500);
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
  await using haproxy = await Haproxy.start(shards.addresses, {
    file: FILE,
    edit: withFailover,
  });
  const clients = new Clients(haproxy.port, { again: 30 });
  await begun(shards);
  const [victim] = shards.owners("lab-0");
  await victim.kill();
  const killed = Date.now();
  await waitFor(
    "clients to continue elsewhere",
    () => shards.owners("lab-0").length > 1,
  );
  await passed(1_000);
  await victim.start();
  await clients.end();
  await Promise.all(shards.shards.map((shard) => shard.stop()));
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

test("A client is sent on when its domain is known, however it is cut", {
  skip,
}, async () => {
  await using shards = await Shards.start();
  await using haproxy = await Haproxy.start(shards.addresses, { file: FILE });
  const send = async (text: string, cut: number, pause: number) => {
    const client = await connect(haproxy.port);
    await client.send(text.slice(0, cut));
    await passed(pause);
    await client.send(text.slice(cut));
    await client.end();
  };
  const text = (sender: string, newline: string, old = false) => {
    const lines = headers({ domain: "odd lab", sender, newline });
    return (old ? lines.replace("domain:", "experiment-id:") : lines) +
      `1\t1\t0\t1${newline}2\t1\t0\tdomain: x${newline}3\t1\t0\t3${newline}`;
  };
  const { length } = headers({ domain: "odd lab" });
  await Promise.all(
    Array.from({ length }, (_, cut) => cut + 1).flatMap((cut) => [
      send(text(`a${cut}`, "\n"), cut, 20),
      ...cut % 4 === 0
        ? [
          send(text(`b${cut}`, "\r\n"), cut, 20),
          send(text(`c${cut}`, "\n", true), cut, 1_000),
        ]
        : [],
    ]),
  );
  const owners = shards.owners("odd lab");
  assert.equal(owners.length, 1);
  const [{ senders }] = query(
    owners[0].path("odd lab"),
    "SELECT count(DISTINCT oml_sender_id) AS senders FROM app_m",
  );
  assert.equal(senders, length + 2 * Math.floor(length / 4));
  assert.deepEqual(shards.shards.flatMap((s) => existsSync(s.path("x"))), [
    ...[false, false, false],
  ]);
});

test("A fourth server takes experiments from the others, which exchange none", {
  skip,
}, async () => {
  const count = 200;
  const names = Array.from({ length: count }, (_, i) => `run-${i}`);
  const listeners = await Promise.all([1, 2, 3, 4].map(DomainListener.start));
  const ports = listeners.map(({ port }) => port);
  try {
    const place = async (servers: number) => {
      await using haproxy = await Haproxy.start(ports.slice(0, servers), {
        file: FILE,
        edit: (text) =>
          servers < 4 ? text : text.replace(
            / +server oml-3 .+ id 3\n/,
            `$&    server oml-4 127.0.0.1:${ports[3]} id 4\n`,
          ),
      });
      await sendDomains(haproxy.port, names);
      return listeners.map(({ domains }) => {
        const placed = new Set(domains);
        domains.clear();
        return placed;
      });
    };
    const before = await place(3);
    const after = await place(4);
    const sizes = after.map(({ size }) => size);
    assert.equal(sizes.reduce((a, b) => a + b), count);
    for (const [i, domains] of before.slice(0, 3).entries()) {
      assert.deepEqual([...after[i]].filter((name) => !domains.has(name)), []);
      assert.ok(domains.size > count / 6, `${domains.size} of ${count}`);
    }
    assert.ok(sizes[3] > count / 10 && sizes[3] < count / 2, `${sizes}`);
  } finally {
    for (const listener of listeners) listener[Symbol.dispose]();
  }
});

test("A client that names no experiment is refused", { skip }, async () => {
  using listener = await DomainListener.start();
  await using haproxy = await Haproxy.start([listener.port], { file: FILE });
  const long = await connect(haproxy.port);
  await long.send(`protocol: 4\nx: ${"y".repeat(20_000)}\n`)
    .catch(() => undefined);
  assert.ok(await long.serverEndsWithin());
  long.destroy();
  const closed = await connect(haproxy.port);
  await closed.send("protocol: 4\n\n");
  await closed.end();
  assert.equal(listener.domains.size, 0);
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
