/**
 * Sends the server's status to each client of a Unix socket.
 *
 * @module
 */
import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import type { ServerStatus } from "./server_status.ts";

/** Milliseconds that a reader may take. */
const READER_MS = 10_000;

/** A socket in the file system, accessible to the server's user only. */
export class StatusSocket {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * Sends the result of `status` as JSON to each client of the socket `path`.
   * The socket of a killed server is replaced.
   *
   * @throws {Error} if that fails, or if another server answers there.
   */
  static async open(
    path: string,
    status: () => ServerStatus,
  ): Promise<StatusSocket> {
    if (await isAnswered(path)) throw new Error("another server answers there");
    rmSync(path, { force: true });
    const server = createServer((socket) => {
      // Faults of a reader do not matter to the server.
      socket.on("error", () => socket.destroy());
      socket.setTimeout(READER_MS, () => socket.destroy());
      socket.end(`${JSON.stringify(status())}\n`);
    });
    server.listen(path);
    await once(server, "listening");
    chmodSync(path, 0o600);
    return new StatusSocket(server);
  }

  /** Stops answering, and removes the socket. */
  close(): void {
    this.#server.close();
  }
}

function isAnswered(path: string): Promise<boolean> {
  const socket = createConnection(path);
  return once(socket, "connect").then(() => true, () => false)
    .finally(() => socket.destroy());
}
