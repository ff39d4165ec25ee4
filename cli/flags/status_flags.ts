/**
 * The options of `oml2 status`.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { newCommand } from "../options/command.ts";
import { dataDirectory } from "../process/data_dir.ts";
import {
  type Endpoint,
  parseEndpoint,
  type RemoteEndpoint,
} from "../options/endpoint.ts";
import { OptionsError } from "../options/options_error.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { TOKEN_VARIABLE } from "./http_flags.ts";
import { peerOption, peersOf } from "./peer_flags.ts";
import { statusSocket } from "../process/paths.ts";
import { filled, parseAmount } from "../options/values.ts";

/** The options of `oml2 status`. */
export interface StatusFlags {
  /** The server's Unix socket; unset if only its peers are asked. */
  readonly socket: string | undefined;
  /** Where servers of a group serve HTTP. */
  readonly peers: readonly RemoteEndpoint[];
  /** File with the token of the peers; the environment may have it instead. */
  readonly tokenFile: string | undefined;
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
  oml2 status --peer a:8080,b:8080 a group of servers, by their --http
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
    .description("Shows the state of a running server, or of a group.")
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
    .addOption(peerOption(
      "show these servers in one table, by host:port of their --http; the one " +
        "of -D, -l or --socket as well if that is given",
    ))
    .option(
      "--http-token-file <file>",
      `file with the token that peers need (or ${TOKEN_VARIABLE})`,
      filled("write a file"),
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
  const peers = peersOf(options);
  return {
    socket: socketOf(options, peers.length > 0),
    peers,
    tokenFile: tokenFile(options, peers.length > 0),
    json: options.json === true,
    watch: watch === undefined ? undefined : Number(watch),
  };
}

function socketOf(
  options: Record<string, unknown>,
  hasPeers: boolean,
): string | undefined {
  const { socket, dataDir, listen } = options;
  if (socket !== undefined) return String(socket);
  const isOwnMeant = dataDir !== undefined || listen !== undefined;
  return hasPeers && !isOwnMeant ? undefined : usualSocket(options);
}

function tokenFile(
  options: Record<string, unknown>,
  hasPeers: boolean,
): string | undefined {
  const file = options.httpTokenFile as string | undefined;
  if (file === undefined || hasPeers) return file;
  throw new OptionsError(
    `option --http-token-file: "${file}" has no use alone; add --peer ` +
      "HOST:PORT",
  );
}

function usualSocket(options: Record<string, unknown>): string {
  const listen = options.listen as Endpoint | undefined;
  if (listen !== undefined) {
    return statusSocket({ directory: undefined, port: listen.port });
  }
  const directory = dataDirectory(options.dataDir as string | undefined);
  return statusSocket({ directory, port: 0 });
}
