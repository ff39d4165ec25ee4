/**
 * The options of `oml2 load`.
 *
 * @module
 */
import { Argument, Command, Option } from "commander";
import type { LoadOptions } from "../load/load_options.ts";
import {
  LOAD_SCHEMA_NAMES,
  type LoadSchemaName,
} from "../load/load_schemas.ts";
import { OptionsError } from "./options_error.ts";
import { parseCommand } from "./parse_command.ts";

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
  const command = makeCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  return { flags: toFlags(command) };
}

function makeCommand(program: string): Command {
  return new Command(program)
    .usage("[[HOST:]PORT] [OPTION...]")
    .description("Sends tuples to an OML server, and tells how fast it is.")
    .helpOption("-?, --help", "print this help")
    .addArgument(
      new Argument("[target]", "the server, [HOST:]PORT")
        .argParser(parseTarget)
        .default({ host: "localhost", port: 3003 }, "localhost:3003"),
    )
    .optionsGroup("How much:")
    .option("--connections <n>", "connections", count("connections"), 1)
    .option(
      "--experiments <m>",
      "experiments that they are dealt out to",
      count("experiments"),
      1,
    )
    .addOption(
      new Option(
        "--tuples <n>",
        `tuples of all connections together (default: ${TUPLES})`,
      ).argParser(count("tuples")),
    )
    .addOption(
      new Option("--seconds <s>", "send for so long instead")
        .argParser(amount("seconds")).conflicts("tuples"),
    )
    .option(
      "--rate <r>",
      "tuples/s of each connection (default: as fast as can be)",
      amount("rate"),
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
    .allowExcessArguments(false)
    .addHelpText("after", EXAMPLES);
}

function toFlags(command: Command): LoadFlags {
  const options = command.opts();
  const [target]: Target[] = command.processedArgs;
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
    ...target,
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

interface Target {
  readonly host: string;
  readonly port: number;
}

function parseTarget(text: string): Target {
  const [, host = "localhost", port] = /^(?:(.+):)?([0-9]+)$/.exec(text) ?? [];
  if (Number(port) >= 1 && Number(port) <= 65_535) {
    return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
  }
  throw new OptionsError(
    `"${text}" is no server; write PORT, HOST:PORT or [IPV6]:PORT, with a ` +
      "port from 1 to 65535",
  );
}

function count(option: string): (text: string) => number {
  return (text) => {
    if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
    throw new OptionsError(
      `option --${option}: "${text}" is no count; write one from 1 to 999999999`,
    );
  };
}

function amount(option: string): (text: string) => number {
  return (text) => {
    const value = /^[0-9]{1,6}(\.[0-9]+)?$/.test(text) ? Number(text) : 0;
    if (value > 0) return value;
    throw new OptionsError(
      `option --${option}: "${text}" is no amount; write a number above 0, ` +
        "such as 10 or 0.5",
    );
  };
}

function parseDomain(text: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,49}$/.test(text)) return text;
  throw new OptionsError(
    `option --domain: "${text}" cannot begin domains; write at most 50 ` +
      "letters, digits and _.+-, with a letter, digit or _ first",
  );
}
