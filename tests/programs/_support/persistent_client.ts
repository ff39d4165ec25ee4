import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type Client, connect } from "../../_support/client.ts";
import { headers } from "../../_support/hello.ts";
import type { Random } from "../../_support/random.ts";

const STEP_MS = 40;
const TUPLES_A_STEP = 8;

/** Samples that may be lost: a second's, or more on a busy machine. */
const LOST_MS = 1_000 * Math.max(1, loadavg()[0] / availableParallelism());

/** Streams of one name that cannot share a table. */
const SCHEMAS = ["1 app_m a:int32", "1 app_m a:int64"];

/** Their tables in any order. */
export const TABLES: readonly string[] = ["app_m", "app_m_2"];

/** How a client behaves. */
export interface ClientOptions {
  readonly port: number;
  /** Its number, which decides its experiment, its name and its schema. */
  readonly number: number;
  /** The number of experiments. */
  readonly experiments: number;
  /** Tuples that it sends again after it has lost its connection. */
  readonly again?: number;
  /** Cuts its headers into pieces that are sent one after the other. */
  readonly cuts?: Random;
}

/**
 * A client that numbers its tuples, and continues across any number of servers.
 */
export class PersistentClient {
  readonly domain: string;
  readonly sender: string;
  readonly table: number;
  /** The time at which each tuple was sent. */
  readonly sent: number[] = [];
  connections = 0;
  readonly #options: ClientOptions;
  #next = 0;

  constructor(options: ClientOptions) {
    const { number, experiments } = options;
    this.#options = options;
    this.domain = `lab-${number % experiments}`;
    this.sender = `s${number}`;
    this.table = Math.floor(number / experiments) % 2;
  }

  /** Sends until `signal` is aborted, and waits until everything is stored. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      const client = await this.#connect();
      while (!signal.aborted && !client.closedByServer) {
        await client.send(this.#lines()).catch(() => undefined);
        await delay(STEP_MS);
      }
      if (!client.closedByServer) return await client.end();
      client.destroy();
      const { again = 0 } = this.#options;
      this.#next = Math.max(0, this.#next - again);
    }
  }

  async #connect(): Promise<Client> {
    const { port, cuts } = this.#options;
    this.connections++;
    const client = await connect(port);
    const { domain, sender, table } = this;
    const text = headers({ domain, sender, schemas: [SCHEMAS[table]] });
    for (let from = 0; from < text.length;) {
      const to = cuts === undefined ? text.length : from + cuts.from(1, 24);
      await client.send(text.slice(from, to));
      from = to;
      if (cuts !== undefined) await delay(cuts.from(0, 8));
    }
    return client;
  }

  #lines(): string {
    let lines = "";
    for (let i = 0; i < TUPLES_A_STEP; i++) {
      const number = this.#next++;
      this.sent[number] = Date.now();
      lines += `${number}\t1\t${number}\t${number}\n`;
    }
    return lines;
  }
}

/** Asserts that only samples sent just before the kill are missing. */
export function complete(
  { sender, sent, connections }: PersistentClient,
  stored: readonly number[],
  killed: number,
) {
  const there = new Set(stored);
  assert.equal(there.size, stored.length, `${sender}: none is doubled`);
  const missing = sent.filter((_, i) => !there.has(i));
  if (connections === 1) assert.equal(missing.length, 0, sender);
  for (const time of missing) {
    assert.ok(time > killed - LOST_MS, `${sender}: ${killed - time} ms before`);
    assert.ok(time <= killed + 1_000, `${sender}: ${time - killed} ms after`);
  }
}
