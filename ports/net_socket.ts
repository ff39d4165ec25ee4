/**
 * Functions for accepted and opened sockets of `node:net`.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { Address } from "./runtime.ts";

/** Milliseconds of silence before keep-alive probes. */
export const KEEP_ALIVE_MS = 60_000;

/**
 * Writes to a socket; resolves when the system has accepted all the bytes.
 *
 * @throws {Error} if the connection breaks.
 */
export function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) =>
    socket.write(bytes, (error) => error ? reject(error) : resolve())
  );
}

/** An address in the form of `node:net`; empty if the peer has gone already. */
export function toAddress(host = "", port = 0): Address {
  return { host: host.replace(/^::ffff:(?=\d+\.)/, ""), port };
}
