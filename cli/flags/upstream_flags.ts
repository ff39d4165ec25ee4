/**
 * Options of the upstream server, which the proxy sends to.
 *
 * @module
 */
import { type Command, InvalidArgumentError } from "commander";
import type { ClientTls } from "../../ports/runtime.ts";
import { parsePort, parseServer } from "../options/endpoint.ts";
import { addServerTlsFlags, serverTls } from "./server_tls_flags.ts";
import { filled, size } from "../options/values.ts";

/** Where and how the proxy sends. */
export interface UpstreamFlags {
  /** Host of the server. */
  readonly dstHost: string;
  /** Port of the server. */
  readonly dstPort: number;
  /** How it is verified; unset without TLS. */
  readonly dstTls?: ClientTls | undefined;
  /** Whether the proxy asks the server to resume streams. */
  readonly resumeHeader: boolean;
  /** Whether the replay starts with the proxy. */
  readonly autoResume: boolean;
  /** Maximum bytes/s of all streams together. */
  readonly rate?: number;
}

/** Adds the options to `command`. */
export function addUpstreamFlags(command: Command): void {
  command.optionsGroup("Upstream server:")
    .option(
      "-a, --dstaddress <host>",
      "host, or tls:HOST:PORT for TLS",
      parseHost,
      "localhost",
    )
    .option("-p, --dstport <port>", "port", parsePort, 3003)
    .option(
      "--auto-resume",
      "start the replay at once, without OMLPROXY-RESUME",
    )
    .option(
      "--rate <bytes/s>",
      "maximum replay rate, e.g. 100k (default: unlimited)",
      size(1, 1024 ** 4),
    )
    .option(
      "--no-resume-header",
      "do not ask the server to resume streams (for a C proxy upstream)",
    );
  addServerTlsFlags(command, "dst-");
}

/** The values of the options. */
export function upstreamFlags(options: Record<string, unknown>): UpstreamFlags {
  const address = String(options.dstaddress);
  const secure = address.startsWith("tls:") ? parseServer(address) : undefined;
  return {
    dstHost: secure?.host ?? address,
    dstPort: secure?.port ?? Number(options.dstport),
    ...secure && { dstTls: serverTls(options, "dst-") },
    resumeHeader: options.resumeHeader !== false,
    autoResume: options.autoResume === true,
    rate: options.rate as number | undefined,
  };
}

/** A host name or an address; brackets around IPv6 are optional. */
function parseHost(text: string): string {
  if (text.startsWith("tls:")) {
    const { host } = parseServer(text);
    if (host !== undefined) return text;
    throw new InvalidArgumentError("has no host; write tls:HOST:PORT");
  }
  return filled("write a host")(text.replace(/^\[(.*)\]$/, "$1"));
}
