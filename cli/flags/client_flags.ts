/**
 * Options that tell which clients are served.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { type Endpoint, parseListen } from "../options/endpoint.ts";
import { parseSeconds } from "../options/values.ts";

/** Which clients are served. */
export interface ClientFlags {
  /** Address to listen on, every one if unset. */
  readonly host: string | undefined;
  /** Port to listen on. */
  readonly port: number;
  /** Seconds after which idle clients are closed; 0: never. */
  readonly timeout: number;
}

/** The option of where to listen, which the proxy has too. */
export function listenOption(): Option {
  return new Option(
    "-l, --listen <[host:]port>",
    "where to listen; a port is a number or a name of /etc/services, 0 any " +
      "free one",
  )
    .default({ port: 3003, host: undefined }, "3003, on every address")
    .argParser(parseListen);
}

/** Adds the options to `command`. */
export function addClientFlags(command: Command): void {
  command.optionsGroup("Clients:")
    .addOption(listenOption())
    .addOption(
      new Option(
        "-t, --timeout <seconds>",
        "close clients idle for so long; 0: never",
      )
        .default(60).argParser(parseSeconds),
    );
}

/** What the options say. */
export function clientFlags(options: Record<string, unknown>): ClientFlags {
  const { host, port } = options.listen as Endpoint;
  return { host, port, timeout: Number(options.timeout) };
}
