/**
 * Connections to servers, with TLS or without.
 *
 * @module
 */
import type { OutgoingConnection, Runtime } from "./runtime.ts";

/** Opens a connection without TLS; see {@linkcode Runtime.connect}. */
export type ConnectPlain = (
  port: number,
  host: string,
  received?: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
) => Promise<OutgoingConnection>;

/** Connects over TLS where that is asked for, and by `connect` elsewhere. */
export function secureOr(connect: ConnectPlain): Runtime["connect"] {
  return async (port, host, received, signal, tls) => {
    if (tls === undefined) return await connect(port, host, received, signal);
    const { connectSecure } = await import("./tls_outgoing.ts");
    return await connectSecure(port, host, tls, received, signal);
  };
}
