/**
 * Makes accepted connections secure. TLS runs in `node:tls` on both runtimes:
 * Deno's own listener can't ask clients for certificates.
 *
 * @module
 */
import type { Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { toAddress } from "./net_socket.ts";
import type { Address, Connection, SocketUpgrade } from "./runtime.ts";
import { TlsConnection } from "./tls_connection.ts";
import { clientFault } from "./tls_faults.ts";
import {
  type IdentityFiles,
  LOWEST_TLS,
  readCertificates,
  readIdentity,
} from "./tls_files.ts";
import { MOST_HANDSHAKES } from "./tls_limits.ts";

/** Milliseconds for a handshake: a few round trips, and a busy server. */
const HANDSHAKE_MS = 10_000;

/** The files of a port. */
export interface PortFiles extends IdentityFiles {
  /** Certificates of the CAs that certify clients; unset asks for none. */
  readonly clientCa?: string | undefined;
}

/** Options of a port. */
export interface TlsPortOptions {
  /** Its files, which are read again at each reload. */
  readonly files: PortFiles;
  /** Whether a client must present a certificate. */
  readonly requiresCertificate: boolean;
  /** Called when a handshake fails. */
  readonly failed: (peer: Address, reason: string) => void;
  /** Milliseconds for a handshake. */
  readonly handshakeMs?: number;
}

/**
 * The used part of the runtime's handle of a TLS socket. What is wrong with a
 * certificate is an error on Node, and its code on Deno.
 */
interface Handled {
  readonly _handle?: { verifyError(): { code?: string } | string | null };
}

/** Performs the handshakes of one or more listeners. */
export class TlsPort implements SocketUpgrade {
  readonly #options: TlsPortOptions;
  /** The handshakes in progress, oldest first, and how to end each. */
  readonly #pending = new Map<TLSSocket, (reason: string) => void>();
  #context: SecureContext;

  /**
   * Reads the files.
   *
   * @throws {TlsError} if they can't be used, with the remedy.
   */
  constructor(options: TlsPortOptions) {
    this.#options = options;
    this.#context = readContext(options.files);
  }

  /**
   * Reads the files again, for connections accepted from now on.
   *
   * @throws {TlsError} if they can't be used; the old ones remain.
   */
  reload(): void {
    this.#context = readContext(this.#options.files);
  }

  /** Makes `socket` secure, and passes the connection to `done`. */
  accept(socket: Socket, done: (connection: Connection) => void): void {
    const { handshakeMs = HANDSHAKE_MS, failed } = this.#options;
    if (this.#pending.size >= MOST_HANDSHAKES) this.#giveUpOldest();
    const peer = toAddress(socket.remoteAddress, socket.remotePort);
    const secure = this.#wrap(socket);
    const forget = () => {
      clearTimeout(timer);
      return this.#pending.delete(secure);
    };
    const fail = (reason: string) => {
      if (!forget()) return;
      secure.destroy();
      failed(peer, reason);
    };
    const timer = setTimeout(
      () => fail(`no TLS handshake within ${handshakeMs / 1000} s`),
      handshakeMs,
    );
    this.#pending.set(secure, fail);
    // The connection handles errors after the handshake.
    secure.once("error", (error) => fail(clientFault(error)));
    const left = () => fail(clientFault({ code: "ECONNRESET" }));
    secure.once("end", left).once("close", left);
    secure.once("secure", () => {
      const fault = certificateFault(secure);
      if (fault !== undefined) return fail(clientFault(fault));
      if (forget()) done(new TlsConnection(secure, socket, peer));
    });
  }

  #wrap(socket: Socket): TLSSocket {
    const { files, requiresCertificate } = this.#options;
    // The client's end of data must not close this side, too.
    socket.allowHalfOpen = true;
    return new TLSSocket(socket, {
      isServer: true,
      secureContext: this.#context,
      requestCert: files.clientCa !== undefined,
      rejectUnauthorized: requiresCertificate,
    });
  }

  #giveUpOldest(): void {
    for (const fail of this.#pending.values()) {
      return fail(`${MOST_HANDSHAKES} newer TLS handshakes are in progress`);
    }
  }
}

/** What is wrong with the client's certificate, if it has one. */
function certificateFault(
  secure: TLSSocket,
): { readonly code?: string } | undefined {
  if (secure.getPeerCertificate().subject === undefined) return undefined;
  const fault = (secure as unknown as Handled)._handle?.verifyError();
  const code = typeof fault === "string" ? fault : fault?.code ?? "";
  return code === "" ? undefined : { code };
}

function readContext(files: PortFiles): SecureContext {
  const { clientCa } = files;
  return createSecureContext({
    ...readIdentity(files),
    ...clientCa !== undefined && { ca: readCertificates(clientCa) },
    minVersion: LOWEST_TLS,
  });
}
