import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { waitFor } from "../../_support/wait_for.ts";
import { resetSocket } from "../../_support/reset_socket.ts";

/** What a collector does with a connection; by default it only listens. */
export type Behaviour = (socket: Socket, nth: number) => void;

/** A collection point that keeps what each connection sent. */
export class Collector implements AsyncDisposable {
  /** The received text, by connection. */
  readonly received: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a port, by default any free one. */
  static async start(
    behave: Behaviour = () => undefined,
    port = 0,
  ): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on("connection", (socket) => collector.#serve(socket, behave));
    server.listen({ port, host: "127.0.0.1" });
    await once(server, "listening");
    return collector;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("TCP");
    return address.port;
  }

  /** Its target for a client. */
  get target(): string {
    return `tcp:127.0.0.1:${this.port}`;
  }

  /** Everything after the headers of a connection. */
  body(connection: number): string {
    return this.received[connection]?.split("\n\n")[1] ?? "";
  }

  /** Waits until a connection has sent something. */
  gets(text: string, connection = 0): Promise<void> {
    return waitFor(`"${text}" on connection ${connection}`, () => {
      const there = this.received[connection] ?? "";
      return there.includes(text) || JSON.stringify(there);
    }, 8_000);
  }

  /** Sends a text on all connections. */
  say(text: string): void {
    for (const socket of this.#sockets) socket.write(text);
  }

  /** Breaks all connections. */
  breakAll(): void {
    for (const socket of this.#sockets) resetSocket(socket);
  }

  /** Ends all connections in order. */
  endAll(): void {
    for (const socket of this.#sockets) socket.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket, behave: Behaviour): void {
    const nth = this.received.push("") - 1;
    this.#sockets.add(socket);
    socket.setEncoding("latin1");
    socket.on("data", (text) => this.received[nth] += text);
    socket.on("close", () => this.#sockets.delete(socket));
    // Breaking connections is part of the tests.
    socket.on("error", () => undefined);
    behave(socket, nth);
  }
}
