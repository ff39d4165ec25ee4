/**
 * Deno as a {@linkcode Runtime}.
 *
 * @module
 */
import type { Address, Connection, Listener, Runtime } from "./runtime.ts";

/** A read buffer starts small: most of a testbed's connections trickle. */
const FIRST_BUFFER = 4 * 1024;
const LARGEST_BUFFER = 64 * 1024;

/** The runtime this file is for. */
export const denoRuntime: Runtime = {
  listen(port, host): Promise<Listener> {
    return Promise.resolve(new DenoListener(listen(port, host)));
  },
};

function listen(port: number, host: string | undefined): Deno.TcpListener {
  if (host !== undefined) return Deno.listen({ port, hostname: host });
  try {
    return Deno.listen({ port, hostname: "::" });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw error;
    return Deno.listen({ port, hostname: "0.0.0.0" });
  }
}

class DenoListener implements Listener {
  readonly address: Address;
  readonly #listener: Deno.TcpListener;

  constructor(listener: Deno.TcpListener) {
    this.#listener = listener;
    this.address = toAddress(listener.addr);
  }

  async accept(): Promise<Connection | null> {
    try {
      return new DenoConnection(await this.#listener.accept());
    } catch (error) {
      if (error instanceof Deno.errors.BadResource) return null;
      throw error;
    }
  }

  close(): void {
    this.#listener.close();
  }
}

class DenoConnection implements Connection {
  readonly peer: Address;
  readonly #connection: Deno.TcpConn;
  #buffer = new Uint8Array(FIRST_BUFFER);
  #closed = false;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.peer = toAddress(connection.remoteAddr);
  }

  async read(): Promise<Uint8Array | null> {
    const count = await this.#connection.read(this.#buffer);
    if (count === null) return null;
    const bytes = this.#buffer.subarray(0, count);
    if (count === this.#buffer.length && count < LARGEST_BUFFER) {
      this.#buffer = new Uint8Array(4 * count);
    }
    return bytes;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }
}

function toAddress({ hostname, port }: Deno.NetAddr): Address {
  return { host: hostname.replace(/^::ffff:(?=\d+\.)/, ""), port };
}
