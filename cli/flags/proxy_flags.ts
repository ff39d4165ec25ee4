/**
 * The options of oml2-proxy-server(1).
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addInfoOptions, INFO_GROUP, newProgram } from "../options/command.ts";
import { type Endpoint, parseListen } from "../options/endpoint.ts";
import {
  addAddressFlags,
  type AddressFlags,
  addressFlags,
} from "./access_flags.ts";
import { listenOption } from "./client_flags.ts";
import { addHttpFlags, type HttpFlags, httpFlags } from "./http_flags.ts";
import type { LogFlags } from "../log/open_log.ts";
import { addLogFlags, logFlags } from "./log_flags.ts";
import { addSpoolFlags, type SpoolFlags, spoolFlags } from "./spool_flags.ts";
import {
  addUpstreamFlags,
  type UpstreamFlags,
  upstreamFlags,
} from "./upstream_flags.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { DEFAULT_PROXY_OPTIONS } from "../../proxy/options.ts";
import { addTlsFlags, type TlsFlags, tlsFlags } from "./tls_flags.ts";
import { PROXY_MANUAL } from "./proxy_manual.ts";
import { wholeNumber } from "../options/values.ts";

/** The proxy's options. */
export interface ProxyFlags
  extends SpoolFlags, AddressFlags, TlsFlags, UpstreamFlags, LogFlags {
  /** Address to listen on for clients; all addresses if unset. */
  readonly host: string | undefined;
  /** Port to listen on for clients. */
  readonly port: number;
  /** Where to listen for commands. */
  readonly control: { readonly host: string; readonly port: number };
  /** Where HTTP is served; unset if it is not. */
  readonly http: HttpFlags | undefined;
  /** Clients that are connected at the same time. */
  readonly maxConnections: number;
  /** Whether to check only if the proxy could start. */
  readonly check: boolean;
}

const LOOPBACK = "127.0.0.1";

/**
 * Parses the command line of the proxy.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseProxyFlags(
  args: readonly string[],
  program: string,
): Parsed<ProxyFlags> {
  const command = proxyCommand(program);
  const print = parseCommand(command, args);
  return print === undefined ? { flags: toFlags(command.opts()) } : { print };
}

/** The command with its options. */
export function proxyCommand(program: string): Command {
  const command = newProgram(program, PROXY_MANUAL);
  command.optionsGroup("Clients and operators:")
    .addOption(listenOption())
    .addOption(
      new Option(
        "-c, --control <[host:]port>",
        "port for commands, or host:port; there is no password",
      )
        .default({ host: undefined, port: 3004 }, `3004, on ${LOOPBACK} only`)
        .argParser(parseListen),
    )
    .addOption(
      new Option("--max-connections <n>", "maximum number of connected clients")
        .default(DEFAULT_PROXY_OPTIONS.maxConnections)
        .argParser(wholeNumber(1, 1_000_000)),
    );
  addAddressFlags(command);
  addTlsFlags(command);
  addSpoolFlags(command);
  addUpstreamFlags(command);
  addHttpFlags(command);
  addLogFlags(command, "oml_proxy_server.log");
  command.optionsGroup(INFO_GROUP)
    .option("--check", "check whether the proxy could start, and exit");
  return addInfoOptions(command);
}

function toFlags(options: Record<string, unknown>): ProxyFlags {
  const { host, port } = options.listen as Endpoint;
  const control = options.control as Endpoint;
  return {
    host,
    port,
    control: { host: control.host ?? LOOPBACK, port: control.port },
    maxConnections: Number(options.maxConnections),
    ...addressFlags(options),
    ...tlsFlags(options),
    ...spoolFlags(options),
    ...upstreamFlags(options),
    ...httpFlags(options),
    ...logFlags(options),
    check: options.check === true,
  };
}
