/**
 * The options of `oml2 load`.
 *
 * @module
 */
import {
  Argument,
  type Command,
  InvalidArgumentError,
  Option,
} from "commander";
import type { LoadOptions } from "../../load/load_options.ts";
import {
  LOAD_SCHEMA_NAMES,
  type LoadSchemaName,
} from "../../load/load_schemas.ts";
import { newCommand } from "../options/command.ts";
import { parseServer, type ServerEndpoint } from "../options/endpoint.ts";
import { OptionsError } from "../options/options_error.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { addServerTlsFlags, serverTls } from "./server_tls_flags.ts";
import { parseAmount, wholeNumber } from "../options/values.ts";

/** The options of `oml2 load`. */
export interface LoadFlags extends LoadOptions {
  /** Directory of the databases to check at the end. */
  readonly check: string | undefined;
  /** Directory of the databases to measure latency in. */
  readonly latency: string | undefined;
  /** Whether to print the result as JSON. */
  readonly json: boolean;
}

const TUPLES = 1_000_000;
const parseCount = wholeNumber(1, 999_999_999, "count");
const EXAMPLES = `
Examples:
  oml2 load                                 a million tuples to localhost:3003
  oml2 load 3003 --check ./data             the same, and check that all are stored
  oml2 load lab:3003 --connections 1000 --experiments 100 --rate 1 --seconds 60
`;

/**
 * Parses the command line of the load generator.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseLoadFlags(
  args: readonly string[],
  program: string,
): Parsed<LoadFlags> {
  const command = loadCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  return { flags: toFlags(command) };
}

/** The command with its options. */
export function loadCommand(program: string): Command {
  const command = newCommand(program, "[[tls:][HOST:]PORT] [OPTION...]")
    .description("Sends tuples to an OML server and measures its throughput.")
    .addArgument(
      new Argument("[target]", "the server, [HOST:]PORT, or tls:HOST:PORT")
        .argParser(parseServer).default(
          { host: "localhost", port: 3003, secure: false },
          "localhost:3003",
        ),
    )
    .optionsGroup("Amount:")
    .option("--connections <n>", "number of connections", parseCount, 1)
    .option(
      "--experiments <m>",
      "number of experiments, to which connections are assigned in turn",
      parseCount,
      1,
    )
    .addOption(
      new Option(
        "--tuples <n>",
        `number of tuples, all connections together (default: ${TUPLES})`,
      ).argParser(parseCount),
    )
    .addOption(
      new Option(
        "--seconds <s>",
        "send for this long instead of a fixed number",
      )
        .argParser(parseAmount).conflicts("tuples"),
    )
    .option(
      "--rate <r>",
      "tuples/s per connection (default: unlimited)",
      parseAmount,
    )
    .optionsGroup("Content:")
    .addOption(
      new Option("--text", "send text (default)").conflicts("binary"),
    )
    .option("--binary", "send binary messages")
    .addOption(
      new Option("--schema <name>", "schema of the tuples")
        .choices(LOAD_SCHEMA_NAMES).default("lin"),
    )
    .option(
      "--domain <prefix>",
      "name the experiments PREFIX-0, PREFIX-1 ... (default: load-RUN)",
      parseDomain,
    )
    .optionsGroup("Result:")
    .option("--check <dir>", "compare the databases in DIR with what was sent")
    .option(
      "--latency <dir>",
      "measure when tuples become visible in the databases in DIR",
    )
    .option("--json", "print the result as JSON")
    .addHelpText("after", EXAMPLES)
    .optionsGroup("TLS (docs/tls.md):");
  addServerTlsFlags(command, "");
  return command;
}

function toFlags(command: Command): LoadFlags {
  const options = command.opts();
  const [{ host = "localhost", port, secure }]: ServerEndpoint[] =
    command.processedArgs;
  const connections = Number(options.connections);
  const experiments = Number(options.experiments);
  const tuples = options.seconds === undefined
    ? Number(options.tuples ?? TUPLES)
    : Infinity;
  if (experiments > connections) {
    throw new OptionsError(
      `option --experiments: ${experiments} is more than the number of connections, ` +
        `${connections}; give --connections ${experiments} or more`,
    );
  }
  if (tuples < connections) {
    throw new OptionsError(
      `option --tuples: ${tuples} is less than the number of connections, ` +
        `${connections}; send at least one per connection`,
    );
  }
  return {
    host,
    port,
    ...secure && { tls: serverTls(options, "") },
    connections,
    experiments,
    tuples,
    seconds: Number(options.seconds ?? Infinity),
    rate: options.rate as number | undefined,
    content: options.binary === true ? "binary" : "text",
    schema: options.schema as LoadSchemaName,
    domain: options.domain as string | undefined,
    check: options.check as string | undefined,
    latency: options.latency as string | undefined,
    json: options.json === true,
  };
}

function parseDomain(text: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,49}$/.test(text)) return text;
  throw new InvalidArgumentError(
    "cannot be a prefix of domain names; use at most 50 letters, digits and " +
      "_.+-, starting with a letter, digit or _",
  );
}
