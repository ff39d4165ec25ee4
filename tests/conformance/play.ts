import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Client, connect } from "../_support/client.ts";
import { waitFor } from "../_support/wait_for.ts";
import type { Case, Operation, RowsOperation, SendOperation } from "./case.ts";
import { countRows } from "./read_databases.ts";
import { cut, withPrefixedDomain } from "./stream.ts";

/** What a case is played on: a server, or something in front of it. */
export interface PlayBed {
  /** The address for clients. */
  readonly port: number;
  /** The directory of the databases. */
  readonly dataDir: string;
  readonly running: boolean;
  restart(): Promise<void>;
  /** The number of rows of a table, if that is not in a file. */
  countRows?(database: string, table: string): Promise<number>;
}

/** What the clients of a case observed. */
export interface Played {
  /** The side that closed each connection. */
  closedBy: Record<string, string>;
  /** Expectations of the case that were not met during the play. */
  faults: string[];
}

/**
 * Plays the operations of a case while the server runs, and closes open
 * connections. `prefix` goes before every domain.
 */
export async function play(
  testCase: Case,
  bed: PlayBed,
  prefix: string,
): Promise<Played> {
  const player = new Player(testCase, bed, prefix);
  try {
    for (const operation of testCase.ops) {
      if (!bed.running) break;
      await player.perform(operation);
    }
    await player.closeAll();
    return player.played;
  } finally {
    player.abandon();
  }
}

class Player {
  readonly played: Played = { closedBy: {}, faults: [] };
  readonly #case: Case;
  readonly #bed: PlayBed;
  readonly #prefix: string;
  readonly #clients = new Map<string, Client>();
  /** Connections whose client has stopped reading. */
  readonly #deaf = new Set<string>();

  constructor(testCase: Case, bed: PlayBed, prefix: string) {
    this.#case = testCase;
    this.#bed = bed;
    this.#prefix = prefix;
  }

  async perform(operation: Operation): Promise<void> {
    switch (operation.op) {
      case "open":
        this.#clients.set(operation.c, await connect(this.#bed.port));
        delete this.played.closedBy[operation.c];
        break;
      case "send":
        await this.#send(operation);
        break;
      case "sleep":
        await delay(operation.ms);
        break;
      case "close":
        await this.#close(operation.c);
        break;
      case "rst":
        this.#take(operation.c).reset();
        this.played.closedBy[operation.c] ??= "client-rst";
        break;
      case "shutrd":
        this.#client(operation.c).stopReading();
        this.#deaf.add(operation.c);
        break;
      case "rows":
        await this.#wantRows(operation);
        break;
      case "restart":
        await this.#bed.restart();
        break;
    }
  }

  /** Closes the connections that the case has left open. */
  async closeAll(): Promise<void> {
    for (const name of [...this.#clients.keys()]) await this.#close(name);
  }

  /** Drops open connections after the play was aborted. */
  abandon(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  async #send({ c, file, chunk, gap_ms }: SendOperation): Promise<void> {
    const client = this.#client(c);
    const bytes = readFileSync(join(this.#case.directory, file));
    const stream = this.#prefix
      ? withPrefixedDomain(bytes, this.#prefix)
      : bytes;
    try {
      for (const piece of cut(stream, chunk)) {
        await client.send(piece);
        if (gap_ms) await delay(gap_ms);
      }
    } catch {
      this.played.closedBy[c] = "server";
    }
  }

  async #close(name: string): Promise<void> {
    const client = this.#take(name);
    try {
      this.played.closedBy[name] ??= await this.#closer(name, client);
    } finally {
      client.destroy();
    }
  }

  /** Closes a connection, unless the server has closed it by itself. */
  async #closer(name: string, client: Client): Promise<string> {
    if (this.#deaf.has(name)) return "client";
    if (await client.serverEndsWithin(this.#patience(name))) return "server";
    return client.end().then(() => "client", () => "neither side within 15 s");
  }

  /** The time limit in ms for the server to close a connection by itself. */
  #patience(name: string): number {
    const wanted = [this.#case.closed_by?.[name] ?? []].flat();
    if (wanted.length === 1 && wanted[0] === "server") return 3_000;
    return wanted.length === 0 || wanted.includes("server") ? 60 : 5;
  }

  async #wantRows({ db, table, n, within_ms }: RowsOperation): Promise<void> {
    const database = this.#prefix + db;
    try {
      await waitFor(`${n} rows of ${table} to be visible`, async () => {
        const count = await this.#countRows(database, table);
        return count >= n || `there are ${count}`;
      }, within_ms);
    } catch (error) {
      this.played.faults.push(String(error));
    }
  }

  async #countRows(database: string, table: string): Promise<number> {
    const { dataDir } = this.#bed;
    return await this.#bed.countRows?.(database, table) ??
      countRows(join(dataDir, database), table);
  }

  #client(name: string): Client {
    const client = this.#clients.get(name);
    if (!client) throw new Error(`Connection ${name} is not open`);
    return client;
  }

  #take(name: string): Client {
    const client = this.#client(name);
    this.#clients.delete(name);
    return client;
  }
}
