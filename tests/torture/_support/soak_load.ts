import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { LoadReport } from "../../../load/report.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { runOml2 } from "../../_support/run_command.ts";
import { countRows } from "../../_support/sqlite.ts";
import type { TestServer } from "../../_support/test_server.ts";

const CONNECTIONS = 4;
const EXPERIMENTS = 2;

/** Ms between two short clients, and the tuples of each. */
const SHORT_PAUSE_MS = 200;
const SHORT_TUPLES = 10;

/** Sends for some seconds, and checks all that is stored. */
async function sendLoad(
  server: TestServer,
  domain: string,
  seconds: number,
  rate?: number,
): Promise<LoadReport> {
  const { status, stdout, stderr } = await runOml2(
    ...["load", `127.0.0.1:${server.process.port}`, "--json"],
    ...["--connections", `${CONNECTIONS}`, "--experiments", `${EXPERIMENTS}`],
    ...["--seconds", `${seconds}`, "--domain", domain],
    ...["--check", server.dataDir],
    ...rate === undefined ? [] : ["--rate", `${rate / CONNECTIONS}`],
  );
  assert.equal(status, 0, stdout + stderr);
  for (let i = 0; i < EXPERIMENTS; i++) rmSync(server.path(`${domain}-${i}`));
  return JSON.parse(stdout);
}

/** The most tuples/s that a server stores. */
export async function maximumRate(
  server: TestServer,
  seconds: number,
): Promise<number> {
  await sendLoad(server, "warm-up", seconds);
  const { tuplesPerSecond } = await sendLoad(server, "maximum", seconds);
  return tuplesPerSecond;
}

/** Clients that come and go at an even rate, until they are stopped. */
export class Churn {
  /** Tuples so far, all stored once. */
  tuples = 0;
  /** Clients so far. */
  clients = 0;
  readonly #server: TestServer;
  readonly #done: Promise<unknown>;
  #isRunning = true;
  #short = 0;

  /** Sends `rate` tuples/s, in new experiments every `seconds`. */
  constructor(server: TestServer, rate: number, seconds: number) {
    this.#server = server;
    const lanes = [0, 1].map((lane) => this.#loads(lane, rate / 2, seconds));
    this.#done = Promise.all([...lanes, this.#shortClients()])
      .finally(() => this.#isRunning = false);
    // The error is that of `end`.
    this.#done.catch(() => undefined);
  }

  /** Whether all goes well so far. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Stops; fails if a tuple is lost, doubled or changed. */
  async end(): Promise<void> {
    this.#isRunning = false;
    await this.#done;
    assert.equal(
      countRows(this.#server.path("short"), "app_m"),
      this.#short * SHORT_TUPLES,
    );
  }

  /** Two lanes, half a round apart: one sends while the other checks. */
  async #loads(lane: number, rate: number, seconds: number): Promise<void> {
    await delay(lane * 500 * seconds);
    // What a round takes in all, by the time for which it sends.
    let excess = 1;
    for (let round = 0; this.#isRunning; round++) {
      const began = performance.now();
      const domain = `lane${lane}-${round}`;
      const { tuples } = await sendLoad(
        this.#server,
        domain,
        seconds,
        rate * excess,
      );
      excess = (performance.now() - began) / 1_000 / seconds;
      this.tuples += tuples;
      this.clients += CONNECTIONS;
    }
  }

  /** Clients of one experiment that send a little and leave. */
  async #shortClients(): Promise<void> {
    while (this.#isRunning) {
      const sender = `short${this.#short}`;
      const client = await this.#server.connect();
      await client.send(
        headers({ domain: "short", sender }) + numbered(0, SHORT_TUPLES),
      );
      await client.end();
      this.#short++;
      this.clients++;
      this.tuples += SHORT_TUPLES;
      await delay(SHORT_PAUSE_MS);
    }
  }
}
