/**
 * Accepts connections by `node:net`, on Deno as well: Deno's own `accept()`
 * asks for the peer's address, and where the peer has reset its connection by
 * then, throws the connection away with all the bytes that have arrived.
 *
 * @module
 */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { toAddress, write } from "./net_socket.ts";
import type { Address, Connection, Listener } from "./runtime.ts";

/** A silent peer is asked after so long whether it is there yet. */
const KEEP_ALIVE_MS = 60_000;

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
    server: Server = createServer({ allowHalfOpen: true }),
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

class NetConnection implements Connection {
  readonly peer: Address;
  readonly #socket: Socket;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.peer = toAddress(socket.remoteAddress, socket.remotePort);
    const wake = () => this.#wake?.();
    socket.on("readable", wake).on("end", wake).on("close", wake);
    socket.on("error", (error) => {
      this.#failure = error;
      wake();
    });
  }

  /** Rarely asked for, and the system has to be asked. */
  get local(): Address {
    return toAddress(this.#socket.localAddress, this.#socket.localPort);
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const bytes: Uint8Array | null = this.#socket.read();
      if (bytes !== null) return plain(bytes);
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#socket.readableEnded || this.#socket.destroyed) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return write(this.#socket, bytes);
  }

  close(): void {
    this.#socket.destroySoon();
  }
}

/**
 * The same bytes, but no `Buffer`: code that was compiled for one kind of array
 * is thrown away, or slower, when it meets another.
 */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
