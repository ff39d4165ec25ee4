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
import { type Endpoint, parseEndpoint } from "../options/endpoint.ts";
import { OptionsError } from "../options/options_error.ts";
import { parseCommand } from "../options/parse_command.ts";
import { parseAmount, wholeNumber } from "../options/values.ts";

/** What the command line asks for. */
export interface LoadFlags extends LoadOptions {
  /** Directory of the databases, to check them afterwards. */
  readonly check: string | undefined;
  /** Directory of the databases, to measure latency meanwhile. */
  readonly latency: string | undefined;
  /** Whether the result is JSON. */
  readonly json: boolean;
}

/** Either what to do, or what to print instead. */
export type ParsedLoad =
  | { readonly flags: LoadFlags }
  | { readonly print: string };

const TUPLES = 1_000_000;
const parseCount = wholeNumber(1, 999_999_999, "count");
const EXAMPLES = `
Examples:
  oml2 load                                 a million tuples to localhost:3003
  oml2 load 3003 --check ./data             the same, and look whether all are there
  oml2 load lab:3003 --connections 1000 --experiments 100 --rate 1 --seconds 60
`;

/**
 * Reads the command line of the load generator.
 *
 * @throws {OptionsError} naming the option, its value and the remedy.
 */
export function parseLoadFlags(
  args: readonly string[],
  program: string,
): ParsedLoad {
  const command = loadCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  return { flags: toFlags(command) };
}

/** The command with all its options. */
export function loadCommand(program: string): Command {
  return newCommand(program, "[[HOST:]PORT] [OPTION...]")
    .description("Sends tuples to an OML server, and tells how fast it is.")
    .addArgument(
      new Argument("[target]", "the server, [HOST:]PORT")
        .argParser(parseEndpoint)
        .default({ host: "localhost", port: 3003 }, "localhost:3003"),
    )
    .optionsGroup("How much:")
    .option("--connections <n>", "connections", parseCount, 1)
    .option(
      "--experiments <m>",
      "experiments that they are dealt out to",
      parseCount,
      1,
    )
    .addOption(
      new Option(
        "--tuples <n>",
        `tuples of all connections together (default: ${TUPLES})`,
      ).argParser(parseCount),
    )
    .addOption(
      new Option("--seconds <s>", "send for so long instead")
        .argParser(parseAmount).conflicts("tuples"),
    )
    .option(
      "--rate <r>",
      "tuples/s of each connection (default: as fast as can be)",
      parseAmount,
    )
    .optionsGroup("What:")
    .addOption(
      new Option("--text", "as text (default)").conflicts("binary"),
    )
    .option("--binary", "as binary messages")
    .addOption(
      new Option("--schema <name>", "kind of tuples")
        .choices(LOAD_SCHEMA_NAMES).default("lin"),
    )
    .option(
      "--domain <prefix>",
      "name the experiments PREFIX-0, PREFIX-1 ... (default: load-RUN)",
      parseDomain,
    )
    .optionsGroup("And then:")
    .option("--check <dir>", "compare the databases in DIR with what was sent")
    .option("--latency <dir>", "watch them, to tell when tuples were visible")
    .option("--json", "print the result as JSON")
    .addHelpText("after", EXAMPLES);
}

function toFlags(command: Command): LoadFlags {
  const options = command.opts();
  const [{ host = "localhost", port }]: Endpoint[] = command.processedArgs;
  const connections = Number(options.connections);
  const experiments = Number(options.experiments);
  const tuples = options.seconds === undefined
    ? Number(options.tuples ?? TUPLES)
    : Infinity;
  if (experiments > connections) {
    throw new OptionsError(
      `option --experiments: ${experiments} is more than the connections, ` +
        `${connections}; give --connections ${experiments} or more`,
    );
  }
  if (tuples < connections) {
    throw new OptionsError(
      `option --tuples: ${tuples} is less than the connections, ` +
        `${connections}; give each of them one`,
    );
  }
  return {
    host,
    port,
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
    "cannot begin domains; write at most 50 letters, digits and _.+-, with a " +
      "letter, digit or _ first",
  );
}
