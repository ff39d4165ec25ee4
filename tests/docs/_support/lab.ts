import type { Client } from "../../_support/client.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { TestServer } from "../../_support/test_server.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** 2026-03-01 12:00:00 UTC. */
const START = 1_772_366_400;

const SCHEMAS = [
  "1 iperf_flow port:uint32 bytes:uint64",
  "2 radio_link rssi:int32 peer:string",
];

/** Samples of a flow: the tuples with these sequence numbers are malformed. */
function flow(count: number, seconds: number, step: number, bad: number[]) {
  let text = "";
  let seq = 1;
  for (let i = 0; i < count; i++, seq++) {
    const start = `${i * seconds}\t1\t`;
    if (bad.includes(seq)) text += `${start}${seq++}\t5001\n`;
    text += `${start}${seq}\t5001\t${(i + 1) * step}\n`;
  }
  return text;
}

function link(count: number, from: number, seconds: number, rssi: number) {
  return Array.from(
    { length: count },
    (_, i) => `${from + i * seconds}\t2\t${i + 1}\t${rssi - i}\tap\n`,
  ).join("");
}

/** The experiment of docs/analysis.md on a server, whose clients stay. */
export class Lab implements AsyncDisposable {
  readonly server: TestServer;
  readonly postgres: PostgresServer | undefined;
  readonly #clients: readonly Client[];

  private constructor(
    server: TestServer,
    clients: readonly Client[],
    postgres?: PostgresServer,
  ) {
    this.server = server;
    this.#clients = clients;
    this.postgres = postgres;
  }

  /** In an SQLite file. */
  static async inSqlite(): Promise<Lab> {
    const server = await TestServer.start("--views", "-t0");
    const clients = await measure(server);
    await server.sees(30, "lab", "iperf_flow");
    await server.sees(15, "lab", "radio_link");
    await server.sees(2, "lab", "_oml_rejected");
    return new Lab(server, clients);
  }

  /** In a PostgreSQL database. */
  static async inPostgres(): Promise<Lab> {
    const postgres = await PostgresServer.start();
    const server = await TestServer.start("--views", "-t0", ...postgres.args);
    const clients = await measure(server);
    const counts = `SELECT (SELECT count(*) FROM iperf_flow) || ' ' ||
      (SELECT count(*) FROM radio_link) || ' ' ||
      (SELECT count(*) FROM _oml_rejected)`;
    await waitFor("the rows", async () => {
      const [found] = await postgres.column("lab", counts).catch(() => []);
      return found === "30 15 2" || String(found);
    });
    return new Lab(server, clients, postgres);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#clients.forEach((client) => client.destroy());
    await this.server[Symbol.asyncDispose]();
    await this.postgres?.[Symbol.asyncDispose]();
  }
}

async function measure(server: TestServer): Promise<Client[]> {
  const hello = { domain: "lab", startTime: START, schemas: SCHEMAS };
  const [a, b] = [{ ...hello, sender: "node-a" }, {
    ...hello,
    sender: "node-b",
  }];
  return [
    await server.client(a, flow(20, 0.5, 1000, []) + link(10, 0.25, 1, -60)),
    await server.client(b, flow(10, 1, 500, [4, 8]) + link(5, 0.75, 2, -70)),
  ];
}
