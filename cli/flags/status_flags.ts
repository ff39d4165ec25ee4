/**
 * The options of `oml2 status`.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { newCommand } from "../options/command.ts";
import { dataDirectory } from "../process/data_dir.ts";
import { type Endpoint, parseEndpoint } from "../options/endpoint.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { statusSocket } from "../process/paths.ts";
import { filled, parseAmount } from "../options/values.ts";

/** The options of `oml2 status`. */
export interface StatusFlags {
  /** The server's Unix socket. */
  readonly socket: string;
  /** Whether to print JSON. */
  readonly json: boolean;
  /** Seconds between two reports; unset, there is only one. */
  readonly watch: number | undefined;
}

/** Seconds between two reports if `--watch` has no value. */
const WATCH_SECONDS = 2;

const EXAMPLES = `
Examples:
  oml2 status -D /srv/oml          the server with this data directory
  oml2 status -l 3003              a PostgreSQL-backed server, by its port
  oml2 status --watch 1            repeat every second
  oml2 status --json | jq .total   for scripts
`;

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseStatusFlags(
  args: readonly string[],
  program: string,
): Parsed<StatusFlags> {
  const command = statusCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  return { flags: toFlags(command.opts()) };
}

/** The command with its options. */
export function statusCommand(program: string): Command {
  return newCommand(program, "[OPTION...]")
    .description("Shows the state of a running server.")
    .option(
      "-D, --data-dir <dir>",
      "data directory of the server (default: as for the server)",
      filled("write a directory"),
    )
    .addOption(
      new Option(
        "-l, --listen <port>",
        "port of a server without a data directory",
      ).argParser(parseEndpoint).conflicts("dataDir"),
    )
    .addOption(
      new Option(
        "--socket <path>",
        "status socket of the server, if not the one that follows from -D or -l",
      ).argParser(filled("write a path")),
    )
    .option("--json", "print JSON instead of tables")
    .option(
      "--watch [seconds]",
      "repeat every SECONDS (2 if not given)",
      parseAmount,
    )
    .addHelpText("after", EXAMPLES);
}

function toFlags(options: Record<string, unknown>): StatusFlags {
  const watch = options.watch === true ? WATCH_SECONDS : options.watch;
  return {
    socket: options.socket === undefined
      ? usualSocket(options)
      : String(options.socket),
    json: options.json === true,
    watch: watch === undefined ? undefined : Number(watch),
  };
}

function usualSocket(options: Record<string, unknown>): string {
  const listen = options.listen as Endpoint | undefined;
  if (listen !== undefined) {
    return statusSocket({ directory: undefined, port: listen.port });
  }
  const directory = dataDirectory(options.dataDir as string | undefined);
  return statusSocket({ directory, port: 0 });
}
