/**
 * Accepts connections by `node:net`, on Deno as well: Deno's own `accept()`
 * requests the peer's address, and if the peer has reset its connection by
 * then, discards the connection with all received bytes.
 *
 * @module
 */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { NetConnection } from "./net_connection.ts";
import { toAddress } from "./net_socket.ts";
import type { Address, Connection, Gate, Listener } from "./runtime.ts";

/** Default number of queued connections. */
const BACKLOG = 511;

/** Options of a {@linkcode NetListener}. */
export interface Place {
  /** The port, 0 for any free one. */
  readonly port: number;
  /** The address; by default all. */
  readonly host?: string;
  /** Connections that the system queues until they are accepted. */
  readonly backlog?: number;
  /** Decides who may connect; by default all. */
  readonly gate?: Gate;
}

/** The used part of a server's handle. */
interface Handle {
  listen(backlog: number): number;
}

/** Accepts connections. */
export class NetListener implements Listener {
  readonly #server: Server;
  readonly #backlog: number;
  readonly #arrived: Connection[] = [];
  #waiting: PromiseWithResolvers<Connection | null> | undefined;
  #pollTimer: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  private constructor(server: Server, backlog: number, gate?: Gate) {
    this.#server = server;
    this.#backlog = backlog;
    server.on("connection", (socket) => {
      if (!isAdmitted(socket, gate)) return void socket.destroy();
      const upgrade = gate?.upgrade;
      if (upgrade === undefined) this.#arrive(new NetConnection(socket));
      else upgrade.accept(socket, (secure) => this.#arrive(secure));
    });
    server.on("close", () => this.#answer(null));
  }

  /**
   * Listens.
   *
   * @throws {Error} if that fails.
   */
  static async listen(
    place: Place,
    server: Server = createServer({ pauseOnConnect: true }),
  ): Promise<NetListener> {
    const { backlog = BACKLOG, gate, ...address } = place;
    const listener = new NetListener(server, backlog, gate);
    server.listen({ ...address, backlog });
    await once(server, "listening");
    // Otherwise a connection that can't be accepted would end the program.
    server.on("error", (error) => listener.#fail(error));
    return listener;
  }

  /** Its address. */
  get address(): Address {
    const address = this.#server.address();
    return address === null || typeof address === "string"
      ? { host: "", port: 0 }
      : { host: address.address, port: address.port };
  }

  /** Returns the next connection, or `null` once closed. */
  accept(): Promise<Connection | null> {
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    if (this.#closed) return Promise.resolve(null);
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** Stops accepting. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#pollTimer);
    this.#server.close();
    this.#answer(null);
  }

  /**
   * Makes the runtime poll for connections every `ms`. Deno stops polling for
   * good when the system denies a connection (no files left, no memory).
   */
  pollEvery(ms: number): void {
    this.#pollTimer = setInterval(() => {
      // On a listening socket, this does nothing but poll.
      const { _handle } = this.#server as { _handle?: Handle | null };
      _handle?.listen(this.#backlog);
    }, ms);
  }

  #arrive(connection: Connection): void {
    // A handshake may end after the last call of `accept`.
    if (this.#closed) connection.close();
    else if (this.#waiting === undefined) this.#arrived.push(connection);
    else this.#answer(connection);
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

function isAdmitted(socket: Socket, gate: Gate | undefined): boolean {
  return gate === undefined ||
    gate.admits(toAddress(socket.remoteAddress, socket.remotePort));
}
