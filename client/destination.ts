/**
 * Creates the destination that a target names.
 *
 * @module
 */
import type {
  Address,
  ClientTls,
  OutgoingConnection,
} from "../ports/runtime.ts";
import { FileDestination } from "./file_destination.ts";
import type { Destination, Dialer, Outlet } from "./outlet.ts";
import { StdoutDestination } from "./stdout_destination.ts";
import { formatTarget, type Target } from "./target.ts";

/**
 * Creates the destination that a target names; `tls` says how its server is
 * verified if it is one with TLS.
 */
export function makeDestination(
  target: Target,
  dialer: Dialer,
  tls: ClientTls = {},
): Destination {
  const name = formatTarget(target);
  if (target.kind === "stdout") return new StdoutDestination(name);
  if (target.kind === "file") return new FileDestination(name, target.path);
  const { kind, host, port } = target;
  const security = kind === "tls" ? tls : undefined;
  return {
    name,
    open: async (received, signal) =>
      new TcpOutlet(
        await dialer.connect(port, host, received, signal, security),
      ),
  };
}

class TcpOutlet implements Outlet {
  readonly fresh = true;
  readonly #connection: OutgoingConnection;

  constructor(connection: OutgoingConnection) {
    this.#connection = connection;
  }

  get local(): Address {
    return this.#connection.local;
  }

  get closed(): Promise<void> {
    return this.#connection.closed;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#connection.write(bytes);
  }

  async end(): Promise<void> {
    await this.#connection.end();
    await this.#connection.closed;
  }

  close(): void {
    this.#connection.close();
  }
}
