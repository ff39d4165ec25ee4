import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "./client.ts";
import { numbered } from "./hello.ts";
import { countRows } from "./sqlite.ts";
import type { TestServer } from "./test_server.ts";
import { PATIENCE_MS, waitFor } from "./wait_for.ts";
import { within } from "./within.ts";

/** Milliseconds between two tuples, and between two checks for them. */
const STEP_MS = 50;
const LOOK_MS = 25;

/** The result of a steady client. */
export interface SteadyRun {
  readonly sent: number;
  readonly stored: number;
  /** The longest time in ms for which a reader saw that a tuple was missing. */
  readonly slowest: number;
}

/** An ordinary client: 20 tuples a second, whatever other clients do. */
export class SteadyClient {
  readonly #server: TestServer;
  readonly #client: Client;
  readonly #domain: string;
  readonly #sentAt: number[] = [];
  #seen = 0;
  #slowest = 0;
  #isRunning = true;
  #isBroken = false;
  readonly #done: Promise<void>;

  private constructor(server: TestServer, client: Client, domain: string) {
    this.#server = server;
    this.#client = client;
    this.#domain = domain;
    this.#done = Promise.all([this.#send(), this.#look()]).then(() => {});
    // The error of a test that fails earlier is more useful.
    this.#done.catch(() => undefined);
  }

  /**
   * Starts it in an experiment of its own; resolves when its first tuple is
   * stored.
   */
  static async start(
    server: TestServer,
    domain = "steady",
  ): Promise<SteadyClient> {
    const client = await server.client({ domain });
    const steady = new SteadyClient(server, client, domain);
    await waitFor("a steady client", () => steady.#seen > 0);
    steady.#slowest = 0;
    return steady;
  }

  /**
   * The longest time in ms for which a reader saw that a tuple was missing,
   * since the start or the last call.
   */
  takeSlowest(): number {
    const slowest = this.#slowest;
    this.#slowest = 0;
    return slowest;
  }

  /** Stops it; waits until everything it sent is visible. */
  async end(): Promise<SteadyRun> {
    this.#isRunning = false;
    await within(this.#done, PATIENCE_MS, "Not all was stored");
    await this.#client.end();
    return {
      sent: this.#sentAt.length,
      stored: countRows(this.#server.path(this.#domain), "app_m"),
      slowest: Math.round(this.#slowest),
    };
  }

  async #send(): Promise<void> {
    try {
      while (this.#isRunning) {
        const number = this.#sentAt.push(performance.now()) - 1;
        await this.#client.send(numbered(number, number + 1));
        await delay(STEP_MS);
      }
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }

  async #look(): Promise<void> {
    const path = this.#server.path(this.#domain);
    const isOver = () =>
      this.#isBroken || !this.#isRunning && this.#seen >= this.#sentAt.length;
    while (!isOver()) {
      await delay(LOOK_MS);
      const now = performance.now();
      this.#seen = countRows(path, "app_m");
      // What is visible now may have been so for as long as the test itself,
      // which also attacks the server, was busy.
      const invisible = this.#sentAt[this.#seen] ?? now;
      this.#slowest = Math.max(this.#slowest, now - invisible);
    }
  }
}
