/**
 * A connection opened by `node:net` or `node:tls`.
 *
 * @module
 */
import type { Socket } from "node:net";
import { toAddress, write } from "./net_socket.ts";
import type { Address, OutgoingConnection } from "./runtime.ts";

/** One end of a connection opened by this side. */
export class NetOutgoing implements OutgoingConnection {
  readonly local: Address;
  readonly peer: Address;
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #explain: (error: Error) => Error;

  /**
   * Takes over a connected socket; what arrives is passed to `received`.
   * `explain` replaces errors.
   */
  constructor(
    socket: Socket,
    received: (bytes: Uint8Array) => void = () => undefined,
    explain: (error: Error) => Error = (error) => error,
  ) {
    this.#socket = socket;
    this.#explain = explain;
    this.local = toAddress(socket.localAddress, socket.localPort);
    this.peer = toAddress(socket.remoteAddress, socket.remotePort);
    socket.setNoDelay(true);
    this.closed = new Promise((resolve, reject) => {
      socket.on("end", resolve).on("close", resolve)
        .on("error", (error) => reject(explain(error)));
    });
    // Callers may ignore it.
    this.closed.catch(() => undefined);
    // The peer's end follows all its bytes, so all of them are read.
    socket.on("data", received);
  }

  write(bytes: Uint8Array): Promise<void> {
    return write(this.#socket, bytes).catch((error) => {
      throw this.#explain(error);
    });
  }

  end(): Promise<void> {
    this.#socket.end();
    return Promise.resolve();
  }

  close(): void {
    this.#socket.destroy();
  }
}
