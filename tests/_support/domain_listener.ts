import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { connect } from "./client.ts";
import { headers } from "./hello.ts";

/** Accepts streams, and notes the experiments that their headers name. */
export class DomainListener implements Disposable {
  /** The names of the experiments. */
  readonly domains = new Set<string>();
  /** Everything that was received, by connection. */
  readonly streams: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((socket) => {
      let text = "";
      socket.setEncoding("utf8").on("data", (piece) => text += piece);
      socket.on("error", () => undefined).on("end", () => {
        const [, domain] = /^domain: (.+)$/m.exec(text) ?? [];
        if (domain !== undefined) this.domains.add(domain);
        this.streams.push(text);
        socket.end();
      });
    });
  }

  /** Listens on a free port of the loopback. */
  static async start(): Promise<DomainListener> {
    const listener = new DomainListener();
    listener.#server.listen(0, "127.0.0.1");
    await once(listener.#server, "listening");
    return listener;
  }

  /** Its port. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" ? address?.port ?? 0 : 0;
  }

  [Symbol.dispose](): void {
    this.#server.close();
  }
}

/** Sends the headers of a client of each experiment. */
export async function sendDomains(
  port: number,
  domains: readonly string[],
): Promise<void> {
  for (const domain of domains) {
    const client = await connect(port);
    await client.send(headers({ domain }));
    await client.end();
  }
}
