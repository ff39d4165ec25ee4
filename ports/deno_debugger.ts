/**
 * Keeps Deno's debugger closed, through which any user of the machine could
 * take the program over.
 *
 * @module
 */
import { createServer } from "node:net";

/** Where Deno opens it, and nowhere else. */
const PLACE = { host: "127.0.0.1", port: 9229 } as const;

/** Milliseconds after which a port that another program has is tried again. */
const RETRY_MS = 500;

/** Callers that wait while this program is busy. */
const BACKLOG = 8;

/**
 * Takes the port of the debugger. Deno (since 2.9.2) opens it at SIGUSR1,
 * whoever else handles that signal, and can't be told not to; where the port is
 * taken it fails, and says so on stderr. All programs of a user share the port.
 * While a program of another user has it, Deno can't open it either.
 *
 * Returns whether Deno permits that.
 */
export function occupyDebuggerPort(): boolean {
  const { host, port } = PLACE;
  const net = { name: "net", host: `${host}:${port}` } as const;
  // Asked before, lest Deno asks the operator.
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
