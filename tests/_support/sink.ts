import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { resetSocket } from "./reset_socket.ts";

/** The received bytes of one connection. */
export interface Received {
  text: string;
  /** Whether the sender has half-closed the connection. */
  ended: boolean;
}

/** How a {@linkcode Sink} behaves. */
export interface SinkOptions {
  /** The most bytes to accept; all if not given. */
  readonly bytesACall?: number;
  /** The port to listen on; any free one if not given. */
  readonly port?: number;
}

/** A foreign server: never writes, reads slowly, and closes after the FIN. */
export class Sink implements AsyncDisposable {
  /** The received bytes of each connection that sent any. */
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, { bytesACall }: SinkOptions) {
    this.#server = server;
    server.on("connection", (socket) => this.#serve(socket, bytesACall));
  }

  static async start(options: SinkOptions = {}): Promise<Sink> {
    const server = createServer({ allowHalfOpen: true });
    const sink = new Sink(server, options);
    server.listen(options.port ?? 0, "127.0.0.1");
    await once(server, "listening");
    return sink;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" ? address?.port ?? 0 : 0;
  }

  /** The open connections. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Breaks all connections. */
  breakOff(): void {
    for (const socket of this.#sockets) resetSocket(socket);
  }

  /** Closes like a killed process. */
  async close(): Promise<void> {
    this.breakOff();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #serve(socket: Socket, bytesACall: number | undefined): void {
    const received: Received = { text: "", ended: false };
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("end", () => {
      received.ended = true;
      socket.end();
    });
    socket.on("readable", () => {
      for (;;) {
        const size = Math.min(bytesACall ?? Infinity, socket.readableLength);
        const bytes = socket.read(size || undefined);
        if (bytes === null) break;
        if (received.text === "") this.received.push(received);
        received.text += bytes.toString("latin1");
      }
    });
  }
}
