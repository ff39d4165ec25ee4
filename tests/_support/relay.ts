import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from "node:net";

/** What to do with bytes on their way to the server. */
export type Judge = (bytes: Uint8Array, pair: RelayedPair) => void;

/** The two connections of one client. */
export interface RelayedPair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP relay in front of a server, which can hold back or drop bytes. */
export class Relay implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<RelayedPair>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Relays to a port on the loopback; `judge` forwards as it decides. */
  static async start(
    port: number,
    judge: Judge = (bytes, { server }) => server.write(bytes),
  ): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on("connection", (client) => relay.#accept(client, port, judge));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return relay;
  }

  /** The port for clients. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const pair of this.#pairs) cutPair(pair);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  #accept(client: Socket, port: number, judge: Judge): void {
    const server = connect(port, "127.0.0.1");
    const pair = { client, server };
    this.#pairs.add(pair);
    client.on("data", (bytes) => judge(bytes, pair));
    server.on("data", (bytes) => client.write(bytes));
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on("error", () => cutPair(pair));
      socket.on("close", () => {
        this.#pairs.delete(pair);
        client.end();
        server.end();
      });
    }
  }
}

/** Breaks both connections of a client. */
export function cutPair({ client, server }: RelayedPair): void {
  client.destroy();
  server.destroy();
}
