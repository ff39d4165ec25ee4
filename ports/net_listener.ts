/**
 * Accepts connections by `node:net`, on Deno as well: Deno's own `accept()`
 * asks for the peer's address, and where the peer has reset its connection by
 * then, throws the connection away with all the bytes that have arrived.
 *
 * @module
 */
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { NetConnection } from "./net_connection.ts";
import type { Address, Connection, Listener } from "./runtime.ts";

/** Connections that wait to be accepted, where nobody says how many. */
const BACKLOG = 511;

/** Where a {@linkcode NetListener} listens. */
export interface Place {
  /** The port, 0 for any that is free. */
  readonly port: number;
  /** The address; without it every one. */
  readonly host?: string;
  /** Connections that the system holds until they are accepted. */
  readonly backlog?: number;
}

/** What is used of the part of a server that the runtime makes. */
interface Handle {
  listen(backlog: number): number;
}

/** Accepts connections. */
export class NetListener implements Listener {
  readonly #server: Server;
  readonly #backlog: number;
  readonly #arrived: Connection[] = [];
  #waiting: PromiseWithResolvers<Connection | null> | undefined;
  #looks: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  private constructor(server: Server, backlog: number) {
    this.#server = server;
    this.#backlog = backlog;
    server.on("connection", (socket) => {
      const connection = new NetConnection(socket);
      if (this.#waiting === undefined) this.#arrived.push(connection);
      else this.#answer(connection);
    });
    server.on("close", () => this.#answer(null));
  }

  /**
   * Listens.
   *
   * @throws {Error} if that can't be.
   */
  static async listen(
    place: Place,
    server: Server = createServer({ pauseOnConnect: true }),
  ): Promise<NetListener> {
    const { backlog = BACKLOG } = place;
    const listener = new NetListener(server, backlog);
    server.listen({ ...place, backlog });
    await once(server, "listening");
    // Without this a connection that can't be accepted would end the program.
    server.on("error", (error) => listener.#fail(error));
    return listener;
  }

  /** Where. */
  get address(): Address {
    const address = this.#server.address();
    return address === null || typeof address === "string"
      ? { host: "", port: 0 }
      : { host: address.address, port: address.port };
  }

  /** The next connection, or `null` once closed. */
  accept(): Promise<Connection | null> {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    if (this.#closed) return Promise.resolve(null);
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** Accepts no more. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#looks);
    this.#server.close();
    this.#answer(null);
  }

  /**
   * Makes the runtime look for connections every `ms`. Deno stops looking for
   * good when the system refuses it one (no files left, no memory).
   */
  lookAgainEvery(ms: number): void {
    this.#looks = setInterval(() => {
      // On a socket that listens already, this does nothing but look.
      const { _handle } = this.#server as { _handle?: Handle | null };
      _handle?.listen(this.#backlog);
    }, ms);
  }

  #answer(connection: Connection | null): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(connection);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}
