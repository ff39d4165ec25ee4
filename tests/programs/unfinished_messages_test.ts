import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "../_support/client.ts";
import { headers, type Hello } from "../_support/hello.ts";
import { bigEndian, bytes } from "../_support/packet.ts";
import { MemoryPeak, residentMemory } from "../_support/resident_memory.ts";
import { countRows } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** The real sizes, or smaller ones that test the same in less time. */
const isLong = process.env.OML_LONG !== undefined;
const { clients, memory, message } = isLong
  ? { clients: 100, memory: 64 * MIB, message: 16 * MIB }
  : { clients: 60, memory: 8 * MIB, message: 4 * MIB };

/** In the short form other tests share the processors. */
const VISIBLE_MS = isLong ? 1_500 : 3_000;

const LIMITS = ["--max-memory", `${memory}`, "--max-message", `${message}`];

/** Less than in docs/operations.md: no message of the attack becomes a row. */
const BOUND = 128 * MIB + 2 * memory + 6 * message + clients * 256 * KIB;

const fields = ["1 app_m seq:int32 text:string", "2 app_b seq:int32 data:blob"];

/** Sends the beginning of a message of almost the maximum length. */
type Beginning = (server: TestServer) => Promise<Client>;

/** Sends a piece repeatedly; returns quietly if the server closes. */
async function fill(client: Client, piece: Uint8Array | string) {
  try {
    for (let left = message - 4 * KIB; left > 0; left -= piece.length) {
      await client.send(piece);
    }
  } catch {
    // The server has closed the connection.
  }
}

const text = "x".repeat(64 * KIB);

function beginning(hello: Partial<Hello>, start: Uint8Array | string) {
  return async (server: TestServer): Promise<Client> => {
    const client = await server.client({
      ...{ domain: "attack", schemas: fields, ...hello },
    });
    await client.send(start);
    return client;
  };
}

const KINDS: readonly [Beginning, Uint8Array | string][] = [
  [beginning({}, "1\t1\t1\t1\t"), text],
  [
    beginning(
      { content: "binary" },
      bytes([0xaa, 0xaa, 2], bigEndian(message - 1, 4), [2, 1]),
    ),
    bytes([1, 0, 0, 0, 1, 2], new Uint8Array(64 * KIB)),
  ],
  [
    beginning({}, "1\t2\t1\t1\t"),
    `${"QUJD".repeat(15)}\n`.repeat(1000),
  ],
  [
    async (server) => {
      const client = await server.connect();
      const head = headers({ domain: "attack", schemas: fields });
      const resume = `oml2-resume: ${randomUUID()}\n\n`;
      await client.send(head.replace(/\n$/, resume) + "1\t1\t1\t1\t");
      return client;
    },
    text,
  ],
];

/** Sends 20 tuples a second, each of which must be visible in time. */
class HealthyClient {
  sent = 0;
  late = 0;
  readonly #server: TestServer;
  readonly #client: Client;
  readonly #times: number[] = [];
  #running = true;
  readonly #done: Promise<void>;

  constructor(server: TestServer, client: Client) {
    this.#server = server;
    this.#client = client;
    this.#done = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#running) {
      await this.#client.send(`${this.sent / 20}\t1\t${this.sent}\t0\tx\n`);
      this.#times.push(performance.now());
      this.sent++;
      await delay(50);
      const path = this.#server.path("healthy");
      const stored = this.#server.has("healthy") ? countRows(path, "app_m") : 0;
      const oldest = this.#times[stored] ?? performance.now();
      this.late = Math.max(this.late, performance.now() - oldest);
    }
  }

  /** Stops sending; everything sent has left this process. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#done;
  }
}

test("Unfinished messages of many clients stay within the memory limit, and do not affect another client", async () => {
  await using server = await TestServer.start(...LIMITS);
  const hello = { domain: "healthy", schemas: fields };
  const healthy = new HealthyClient(server, await server.client(hello));
  await waitFor("the healthy client", () => server.has("healthy"));
  const { pid } = server.process;
  const before = residentMemory(pid);
  using peak = new MemoryPeak(pid);
  const attackers = await Promise.all(
    Array.from({ length: clients }, (_, i) => KINDS[i % KINDS.length]).map(
      async ([begin, piece]) => {
        const client = await begin(server);
        return { client, filling: fill(client, piece) };
      },
    ),
  );
  await server.logs(/ERROR attack\S+ Cannot keep .*--max-memory/, 20_000);
  await delay(isLong ? 20_000 : 300);
  await healthy.stop();
  assert.equal(await server.process.terminate(10_000), 0);
  for (const { client, filling } of attackers) {
    client.destroy();
    await filling;
  }
  const grown = peak.bytes - before;
  assert(grown < BOUND, `${grown / MIB} MiB of ${BOUND / MIB}`);
  assert(healthy.late < VISIBLE_MS, `visible after ${healthy.late} ms`);
  assert.equal(countRows(server.path("healthy"), "app_m"), healthy.sent);
});

test("Clients whose long messages don't fit into memory together finish them in turn", async () => {
  await using server = await TestServer.start(...LIMITS);
  const hello = { domain: "a", schemas: fields };
  const line = `1\t1\t1\t1\t${"x".repeat(message - 100)}\n`;
  await Promise.all(Array.from({ length: 8 }, async () => {
    const client = await server.client(hello);
    await client.send(line);
    await client.end();
  }));
  assert.equal(countRows(server.path("a"), "app_m"), 8);
});
