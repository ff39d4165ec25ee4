/**
 * Answers whoever connects to a Unix socket with the server's status.
 *
 * @module
 */
import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import type { ServerStatus } from "./server_status.ts";

/** Milliseconds that a reader may take. */
const READER_MS = 10_000;

/** A socket in the file system, for the server's own user only. */
export class StatusSocket {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * Answers at `path` with what `status` returns, as JSON. A socket that a
   * killed server left there is replaced.
   *
   * @throws {Error} if that can't be, also if another server answers there.
   */
  static async open(
    path: string,
    status: () => ServerStatus,
  ): Promise<StatusSocket> {
    if (await isAnswered(path)) throw new Error("another server answers there");
    rmSync(path, { force: true });
    const server = createServer((socket) => {
      // A reader that has gone, or stands still, is its own affair.
      socket.on("error", () => socket.destroy());
      socket.setTimeout(READER_MS, () => socket.destroy());
      socket.end(`${JSON.stringify(status())}\n`);
    });
    server.listen(path);
    await once(server, "listening");
    chmodSync(path, 0o600);
    return new StatusSocket(server);
  }

  /** Answers no more, and removes the socket. */
  close(): void {
    this.#server.close();
  }
}

function isAnswered(path: string): Promise<boolean> {
  const socket = createConnection(path);
  return once(socket, "connect").then(() => true, () => false)
    .finally(() => socket.destroy());
}
