/**
 * Options of the server that the proxy sends to.
 *
 * @module
 */
import type { Command } from "commander";
import { parsePort } from "../options/endpoint.ts";
import { filled, size } from "../options/values.ts";

/** Where and how the proxy sends. */
export interface UpstreamFlags {
  /** Host of the server. */
  readonly dstHost: string;
  /** Port of the server. */
  readonly dstPort: number;
  /** Whether streams are offered as resumable ones. */
  readonly resumeHeader: boolean;
  /** Whether it sends from the start on. */
  readonly autoResume: boolean;
  /** Bytes/s that are sent at most, all streams together. */
  readonly rate?: number;
}

/** Adds the options to `command`. */
export function addUpstreamFlags(command: Command): void {
  command.optionsGroup("Where it is sent:")
    .option(
      "-a, --dstaddress <host>",
      "host of the server",
      parseHost,
      "localhost",
    )
    .option("-p, --dstport <port>", "its port", parsePort, 3003)
    .option("--auto-resume", "send from the start on, without OMLPROXY-RESUME")
    .option(
      "--rate <bytes/s>",
      "send so much at most, such as 100k (default: as fast as can be)",
      size(1, 1024 ** 4),
    )
    .option(
      "--no-resume-header",
      "send streams as they came, for a C proxy as the server",
    );
}

/** What the options say. */
export function upstreamFlags(options: Record<string, unknown>): UpstreamFlags {
  return {
    dstHost: String(options.dstaddress),
    dstPort: Number(options.dstport),
    resumeHeader: options.resumeHeader !== false,
    autoResume: options.autoResume === true,
    rate: options.rate as number | undefined,
  };
}

/** A name or an address; brackets around IPv6 are welcome, not needed. */
function parseHost(text: string): string {
  return filled("write a host")(text.replace(/^\[(.*)\]$/, "$1"));
}
