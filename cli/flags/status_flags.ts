/**
 * The options of `oml2 status`.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { newCommand } from "../options/command.ts";
import { dataDirectory } from "../process/data_dir.ts";
import { type Endpoint, parseEndpoint } from "../options/endpoint.ts";
import { parseCommand } from "../options/parse_command.ts";
import { statusSocket } from "../process/paths.ts";
import { filled, parseAmount } from "../options/values.ts";

/** What the command line asks for. */
export interface StatusFlags {
  /** The server's Unix socket. */
  readonly socket: string;
  /** Whether to print JSON. */
  readonly json: boolean;
  /** Seconds between two looks, if there is to be more than one. */
  readonly watch: number | undefined;
}

/** Either what to do, or what to print instead. */
export type ParsedStatus =
  | { readonly flags: StatusFlags }
  | { readonly print: string };

/** Seconds between two looks where `--watch` does not say. */
const WATCH_SECONDS = 2;

const EXAMPLES = `
Examples:
  oml2 status -D /srv/oml          the server that has its databases there
  oml2 status -l 3003              the server of PostgreSQL on that port
  oml2 status --watch 1            again and again
  oml2 status --json | jq .total   for programs
`;

/**
 * Reads the command line.
 *
 * @throws {OptionsError} naming the option, its value and the remedy.
 */
export function parseStatusFlags(
  args: readonly string[],
  program: string,
): ParsedStatus {
  const command = statusCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  return { flags: toFlags(command.opts()) };
}

/** The command with all its options. */
export function statusCommand(program: string): Command {
  return newCommand(program, "[OPTION...]")
    .description("Shows how it goes with a running server.")
    .option(
      "-D, --data-dir <dir>",
      "data directory of the server (default: as the server's own)",
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
        "Unix socket of the server, if it is not " +
          "where these options say",
      ).argParser(filled("write a path")),
    )
    .option("--json", "print JSON instead of tables")
    .option("--watch [seconds]", "look again and again", parseAmount)
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
