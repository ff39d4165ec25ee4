import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ports that a system assigns by itself. */
const FIRST = 20_000;
const PORTS = 12_000;

/**
 * A free port of the loopback that the system assigns to no other program or
 * connection before the caller uses it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * PORTS);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      (error) => {
        if (error.code !== "EADDRINUSE") throw error;
        return false;
      },
    );
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}
