import { Buffer } from "node:buffer";
import { MemoryRuntime } from "../../../ports/memory.ts";
import type { Connection, Runtime } from "../../../ports/runtime.ts";
import { Signal } from "../../../shared/signal.ts";

/** A connection to a {@linkcode MemoryServer}. */
export class Visit {
  /** What was received. */
  text = "";
  #isEnded = false;
  readonly #connection: Connection;
  readonly #change = new Signal();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#read();
  }

  /** Resolves when `holds`, or when the client sends no more. */
  async until(holds: (text: string) => boolean): Promise<void> {
    while (!this.#isEnded && !holds(this.text)) await this.#change.wait();
  }

  /** Resolves when the headers are complete; returns false for a probe. */
  async hasHeaders(): Promise<boolean> {
    await this.until((text) => text.includes("\n\n"));
    return this.text !== "";
  }

  /** Resolves when the client sends no more. */
  async ends(): Promise<void> {
    await this.until(() => false);
  }

  /** Reports that `offset` bytes are stored. */
  async answer(offset: number): Promise<void> {
    await this.send(`oml2-resume ${offset}\n`);
  }

  async send(text: string): Promise<void> {
    await this.#connection.write(new TextEncoder().encode(text));
  }

  close(): void {
    this.#connection.close();
  }

  async #read(): Promise<void> {
    for (;;) {
      const chunk = await this.#connection.read();
      if (chunk === null) break;
      this.text += Buffer.from(chunk).toString("latin1");
      this.#change.notify();
    }
    this.#isEnded = true;
    this.#change.notify();
  }
}

/** A server in memory that serves each connection as a test says. */
export class MemoryServer {
  readonly runtime: MemoryRuntime = new MemoryRuntime();
  /** Connections that have sent something, when they are served. */
  readonly visits: Visit[] = [];

  /** Serves port 3003 with `serve`, then closes the connection. */
  static async start(
    serve: (visit: Visit) => Promise<void>,
  ): Promise<MemoryServer> {
    const server = new MemoryServer();
    const listener = await server.runtime.listen(3003);
    const accept = async () => {
      for (;;) {
        const connection = await listener.accept();
        if (connection === null) return;
        const visit = new Visit(connection);
        visit.hasHeaders().then(async (isClient) => {
          if (isClient) {
            server.visits.push(visit);
            await serve(visit);
          }
          visit.close();
        });
      }
    };
    accept();
    return server;
  }

  /** What was received, by connection. */
  get received(): string[] {
    return this.visits.map(({ text }) => text);
  }

  /** For a runtime that connects to this server. */
  get connecting(): Pick<Runtime, "connect"> {
    const { runtime } = this;
    return {
      connect: (...[port, host, received, signal]) =>
        runtime.connect(port, host, received, signal),
    };
  }
}

/** Reports everything received as stored, at the end of the stream. */
export async function storeAll(visit: Visit): Promise<void> {
  await visit.answer(0);
  await visit.ends();
  await visit.answer(visit.text.replace(/^oml2-resume: .*\n/m, "").length);
}

/** Takes everything without an answer. */
export async function takeAll(visit: Visit): Promise<void> {
  await visit.ends();
}
