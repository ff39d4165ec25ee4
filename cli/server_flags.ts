/**
 * The options of oml2-server(1).
 *
 * @module
 */
import { Command, Option } from "commander";
import type { JournalMode } from "../server/rows/sqlite/sqlite_database.ts";
import { OptionsError } from "./options_error.ts";
import { parseCommand } from "./parse_command.ts";
import { versionText } from "./version.ts";

/** What the command line asks for. */
export interface ServerFlags {
  /** Directory of the databases; unset, the environment or default tells. */
  readonly dataDir: string | undefined;
  /** Address to listen on, every one if unset. */
  readonly host: string | undefined;
  /** Port to listen on. */
  readonly port: number;
  /** Seconds after which idle clients are closed. */
  readonly timeout: number;
  /** 1 ERROR to 4 DEBUG. */
  readonly debugLevel: number;
  /** A level that was asked for, but is outside of 1 to 4. */
  readonly clampedLevel: number | undefined;
  /** File of the log; `-` is stderr. */
  readonly logfile: string;
  /** How databases are guarded against a crash. */
  readonly journal: JournalMode;
  /** Whether refused samples are kept. */
  readonly rejects: boolean;
}

/** Either what to do, or what to print instead. */
export type ParsedServer =
  | { readonly flags: ServerFlags }
  | { readonly print: string };

const BACKENDS = ["sqlite"];
const USAGE = "[-D DIR] [-l [HOST:]PORT] [-t SECONDS] [-d LEVEL]\n" +
  "  [--logfile FILE] [-b BACKEND] [--journal MODE] [--no-rejects]\n" +
  "  [--usage] [-v|--version] [-?|--help]";

const EXAMPLES = `
Examples:
  oml2-server -D ./data                     databases in ./data
  oml2-server -D /srv/oml -l [::1]:3003     only for programs on this machine
  oml2-server -d 4 --logfile /var/log/oml2  all there is to say, into a file
`;

/**
 * Reads the command line of the server.
 *
 * @throws {OptionsError} naming the option, its value and the remedy.
 */
export function parseServerFlags(
  args: readonly string[],
  program: string,
): ParsedServer {
  const command = makeCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  if (command.opts().usage) return { print: `Usage: ${program} ${USAGE}\n` };
  return { flags: toFlags(command.opts()) };
}

function makeCommand(program: string): Command {
  return new Command(program)
    .usage("[OPTION...]")
    .description(
      "Stores the measurements of OML clients, a database an experiment.",
    )
    .helpOption("-?, --help", "print this help")
    .version(
      versionText(program).trimEnd(),
      "-v, --version",
      "print the version",
    )
    .option("--usage", "print a short summary of the options")
    .optionsGroup("Where measurements go:")
    .option(
      "-D, --data-dir <dir>",
      "directory of the databases (default: $OML_SQLITE_DIR, else " +
        "/usr/local/var/oml2)",
      unpopt,
    )
    .addOption(
      new Option("-b, --backend <name>", "kind of databases")
        .default("sqlite").argParser(parseBackend),
    )
    .addOption(
      new Option("--journal <mode>", "wal, or delete for network mounts")
        .choices(["wal", "delete"]).default("wal"),
    )
    .option("--no-rejects", "count refused samples, but do not keep them")
    .optionsGroup("Clients:")
    .addOption(
      new Option(
        "-l, --listen <[host:]port>",
        "where to listen; 0: any free port",
      )
        .default({ port: 3003, host: undefined }, "3003, on every address")
        .argParser(parseListen),
    )
    .addOption(
      new Option(
        "-t, --timeout <seconds>",
        "close clients idle for so long; 0: never",
      )
        .default(60).argParser(parseTimeout),
    )
    .optionsGroup("Log:")
    .addOption(
      new Option(
        "-d, --debug-level <level>",
        "1 ERROR, 2 WARNING, 3 INFO, 4 DEBUG",
      ).default(3).argParser(parseLevel),
    )
    .option("--logfile <file>", "where to log; - is stderr", unpopt, "-")
    .allowExcessArguments(false)
    .addHelpText("after", EXAMPLES);
}

function toFlags(options: Record<string, unknown>): ServerFlags {
  const listen = options.listen as Listen;
  const level = Number(options.debugLevel);
  const debugLevel = Math.min(4, Math.max(1, level));
  return {
    dataDir: options.dataDir as string | undefined,
    host: listen.host,
    port: listen.port,
    timeout: Number(options.timeout),
    debugLevel,
    clampedLevel: level === debugLevel ? undefined : level,
    logfile: String(options.logfile),
    journal: options.journal === "delete" ? "delete" : "wal",
    rejects: options.rejects !== false,
  };
}

interface Listen {
  readonly host: string | undefined;
  readonly port: number;
}

/** popt also takes `-d=4`, which reaches us as the value `=4`. */
function unpopt(value: string): string {
  return value.startsWith("=") ? value.slice(1) : value;
}

function parseBackend(value: string): string {
  const name = unpopt(value);
  if (BACKENDS.includes(name)) return name;
  throw new OptionsError(
    `option --backend: no backend "${name}"; there is ${BACKENDS.join(", ")}`,
  );
}

function parseListen(value: string): Listen {
  const text = unpopt(value);
  const [, host, port] = /^(?:(.*):)?([0-9]+)$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new OptionsError(
      `option --listen: "${text}" is no port; write PORT, HOST:PORT or ` +
        "[IPV6]:PORT, with a port from 0 to 65535",
    );
  }
  return { host: host?.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}

function parseTimeout(value: string): number {
  const text = unpopt(value);
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new OptionsError(
    `option --timeout: "${text}" is no number of seconds; write 60, or 0 for ` +
      "never",
  );
}

function parseLevel(value: string): number {
  const text = unpopt(value);
  if (/^[+-]?[0-9]{1,9}$/.test(text)) return Number(text);
  throw new OptionsError(
    `option --debug-level: "${text}" is no number; write one from 1 to 4`,
  );
}
