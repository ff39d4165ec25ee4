/**
 * Opens secure connections, by `node:tls` on both runtimes.
 *
 * @module
 */
import { isIP } from "node:net";
import { connect, rootCertificates, type TLSSocket } from "node:tls";
import { NetOutgoing } from "./net_outgoing.ts";
import type { ClientTls, OutgoingConnection } from "./runtime.ts";
import { type ServerFault, serverFault } from "./tls_faults.ts";
import { LOWEST_TLS, readCertificates, readIdentity } from "./tls_files.ts";
import { TlsError } from "./tls_error.ts";

/** Milliseconds for the connection and the handshake. */
const HANDSHAKE_MS = 20_000;

/**
 * Opens a connection, and verifies the certificate of the server. The files are
 * read each time, so a renewed certificate needs no restart.
 *
 * @throws {TlsError} if that fails, with the remedy.
 */
export async function connectSecure(
  port: number,
  host: string,
  tls: ClientTls,
  received?: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<OutgoingConnection> {
  signal?.throwIfAborted();
  const socket = connect({
    ...{ port, host, minVersion: LOWEST_TLS, allowHalfOpen: true },
    // Addresses are not sent as names, but compared with the certificate.
    ...isIP(host) === 0 && { servername: host },
    ...tls.ca !== undefined && {
      ca: [...rootCertificates, readCertificates(tls.ca)],
    },
    ...identityOf(tls),
  });
  try {
    await secured(socket, signal);
  } catch (error) {
    socket.destroy();
    throw explainHandshake(error as Error & ServerFault, host);
  }
  return new NetOutgoing(socket, received, (error) => explain(error, host));
}

function identityOf({ cert, key }: ClientTls) {
  if (cert === undefined && key === undefined) return {};
  if (cert !== undefined && key !== undefined) {
    return readIdentity({ cert, key });
  }
  throw new TlsError("Cannot use a certificate and a key without each other", {
    hint: "give both",
  });
}

function secured(socket: TLSSocket, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => end(signal?.reason);
    const late = () =>
      end(new Error(`no TLS handshake within ${HANDSHAKE_MS / 1000} s`));
    const timer = setTimeout(late, HANDSHAKE_MS);
    const end = (error?: Error) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      if (error === undefined) resolve();
      else reject(error);
    };
    signal?.addEventListener("abort", abort, { once: true });
    socket.once("secureConnect", () => end()).once("error", end)
      .once("close", () => end(new Error("the server closed the connection")));
  });
}

function explain(error: Error & ServerFault, host: string): Error {
  const fault = serverFault(error, host);
  if (fault === undefined) return error;
  return new TlsError(fault, { cause: error });
}

function explainHandshake(error: Error & ServerFault, host: string): Error {
  if (error.code !== "ECONNRESET") return explain(error, host);
  return new TlsError(`${host} closed the connection in the TLS handshake`, {
    cause: error,
    hint: "check that it speaks TLS on this port; use tcp: if it does not",
  });
}
