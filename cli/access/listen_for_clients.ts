/**
 * Opens the ports for clients.
 *
 * @module
 */
import { JoinedListener } from "../../ports/joined_listener.ts";
import type { Listener, Runtime } from "../../ports/runtime.ts";
import type { Log } from "../../shared/log.ts";
import type { TlsFlags } from "../flags/tls_flags.ts";
import type { Endpoint } from "../options/endpoint.ts";
import { listen } from "../process/listen.ts";
import type { Access } from "./open_access.ts";

/** The ports for clients. */
export interface ClientPorts {
  /** Accepts the clients of all ports. */
  readonly listener: Listener;
  /** The port without TLS, if there are both. */
  readonly plainPort: number | undefined;
}

/**
 * Listens on the port of `-l`, and on that of `--plain-listen`.
 *
 * @throws {ListenError} if it can't, with the reason and the remedy.
 */
export async function listenForClients(
  runtime: Runtime,
  { host, port, tls }: Endpoint & TlsFlags,
  backlog: number,
  { gate, plainGate }: Access,
): Promise<ClientPorts> {
  const first = await listen(runtime, {
    ...{ host, port, option: "-l", backlog, gate },
  });
  if (tls?.plainListen === undefined) {
    return { listener: first, plainPort: undefined };
  }
  try {
    const plain = await listen(runtime, {
      ...tls.plainListen,
      ...{ option: "--plain-listen", backlog, gate: plainGate },
    });
    return {
      listener: new JoinedListener([first, plain]),
      plainPort: plain.address.port,
    };
  } catch (error) {
    first.close();
    throw error;
  }
}

/** Logs the port without TLS. */
export function logPlainPort({ plainPort }: ClientPorts, log: Log): void {
  if (plainPort === undefined) return;
  log.info("connections without TLS on port {port}", { port: plainPort });
}
