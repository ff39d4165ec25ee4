/**
 * Options of the clients' connections.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { type Endpoint, parseListen } from "../options/endpoint.ts";
import { parseSeconds } from "../options/values.ts";

/** How clients connect. */
export interface ClientFlags {
  /** Address to listen on; all addresses if unset. */
  readonly host: string | undefined;
  /** Port to listen on. */
  readonly port: number;
  /** Seconds after which an idle client is disconnected; 0 disables it. */
  readonly timeout: number;
}

/** The option `--listen` of server and proxy. */
export function listenOption(): Option {
  return new Option(
    "-l, --listen <[host:]port>",
    "port to listen on, or host:port; a service name from /etc/services also " +
      "works; 0 picks a free port",
  )
    .default({ port: 3003, host: undefined }, "3003, on all addresses")
    .argParser(parseListen);
}

/** Adds the options to `command`. */
export function addClientFlags(command: Command): void {
  command.optionsGroup("Clients:")
    .addOption(listenOption())
    .addOption(
      new Option(
        "-t, --timeout <seconds>",
        "disconnect clients that are idle for this long; 0 disables it",
      )
        .default(60).argParser(parseSeconds),
    );
}

/** The values of the options. */
export function clientFlags(options: Record<string, unknown>): ClientFlags {
  const { host, port } = options.listen as Endpoint;
  return { host, port, timeout: Number(options.timeout) };
}
