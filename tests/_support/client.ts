import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { PATIENCE_MS } from "./wait_for.ts";
import { within } from "./within.ts";
import { resetSocket } from "./reset_socket.ts";

/** Opens a connection to a server on the loopback. */
export async function connect(port: number): Promise<Client> {
  const socket = createConnection({
    port,
    host: "127.0.0.1",
    allowHalfOpen: true,
  });
  await once(socket, "connect");
  return new Client(socket);
}

/** A client that sends bytes and notices how its connection ends. */
export class Client {
  readonly #socket: Socket;
  readonly #serverEnd: Promise<void>;
  #closedByServer = false;
  #ending = false;
  #heard = "";

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#serverEnd = new Promise((resolve) => {
      const ended = () => {
        this.#closedByServer ||= !this.#ending;
        resolve();
      };
      socket.on("end", ended).on("error", ended).on("close", ended);
    });
    socket.setNoDelay(true);
    // The server's FIN follows its answers.
    socket.setEncoding("utf8").on(
      "data",
      (text: string) => this.#heard += text,
    );
  }

  /** Everything that the server has sent. */
  get heard(): string {
    return this.#heard;
  }

  /** Whether the server closed the connection before this side did. */
  get closedByServer(): boolean {
    return this.#closedByServer;
  }

  /** Whether the server closes the connection within `ms`, or has already. */
  serverEndsWithin(ms = PATIENCE_MS): Promise<boolean> {
    return within(this.#serverEnd, ms, "").then(() => true, () => false);
  }

  /** Resolves when the system has accepted all bytes; rejects if it fails. */
  send(bytes: Uint8Array | string): Promise<void> {
    const written = new Promise<void>((resolve, reject) =>
      this.#socket.write(bytes, (error) => error ? reject(error) : resolve())
    );
    return within(written, 20_000, "The server took no bytes within 20 s");
  }

  /** Half-closes the connection and waits for the server's FIN. */
  async end(ms = 15_000): Promise<void> {
    this.#ending = true;
    this.#socket.end();
    await within(this.#serverEnd, ms, `The server sent no FIN within ${ms} ms`);
    this.#socket.destroy();
  }

  /** Stops reading; `node:net` can't shut down only the receiving half. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Resets the connection. */
  reset(): void {
    this.#ending = true;
    resetSocket(this.#socket);
  }

  /** Drops the connection at once. */
  destroy(): void {
    this.#ending = true;
    this.#socket.destroy();
  }
}
