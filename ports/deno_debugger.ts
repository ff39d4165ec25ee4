/**
 * Keeps Deno's debugger closed, through which any user of the machine could
 * take control of the program.
 *
 * @module
 */
import { createServer } from "node:net";

/** The only address on which Deno opens it. */
const PLACE = { host: "127.0.0.1", port: 9229 } as const;

/** Milliseconds between attempts while another program uses the port. */
const RETRY_MS = 500;

/** Connections queued while this program is busy. */
const BACKLOG = 8;

/**
 * Occupies the debugger's port. Deno (since 2.9.2) opens the debugger on
 * SIGUSR1 even if the program handles that signal, and this can't be disabled;
 * if the port is in use it fails, with a message on stderr. All programs of a
 * user share the port. While another user's program occupies it, Deno can't
 * open it either.
 *
 * Returns whether Deno permits it.
 */
export function occupyDebuggerPort(): boolean {
  const { host, port } = PLACE;
  const net = { name: "net", host: `${host}:${port}` } as const;
  // Checked first, so that Deno does not prompt the operator.
  if (Deno.permissions.querySync(net).state !== "granted") return false;
  const server = createServer((caller) => {
    caller.on("error", () => undefined).destroy();
  });
  const listen = () =>
    server.listen({ ...PLACE, reusePort: true, backlog: BACKLOG });
  server.on("error", () => {
    setTimeout(listen, RETRY_MS).unref();
  });
  listen();
  server.unref();
  return true;
}
