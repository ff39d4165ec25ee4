/**
 * Options of the server's measurements of itself: those of liboml2(1).
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { TargetError } from "../../client/errors.ts";
import { parseTarget } from "../../client/target.ts";
import { Alias } from "./alias.ts";
import { variable } from "../options/environment.ts";
import { filled, size, wholeNumber } from "../options/values.ts";

/** How the server reports on itself. */
export interface OmlFlags {
  /** The options, or the environment where they are silent. */
  readonly oml: {
    /** Name of this server as a sender. */
    readonly id?: string;
    /** Domain of the reports. */
    readonly domain?: string;
    /** Where they are sent; without it there are none. */
    readonly collect?: string;
    /** Whether there are none in any case. */
    readonly noop: boolean;
    /** How they are written. */
    readonly content: "text" | "binary";
    /** -2 ERROR to 4 DEBUG4. */
    readonly logLevel?: number;
    /** File that the reporting logs into. */
    readonly logFile?: string;
    /** Bytes of reports that are kept while they can't be sent. */
    readonly bufsize?: number;
  };
}

/** Adds the options to `command`. */
export function addOmlFlags(command: Command): void {
  command.optionsGroup("Reports on the server itself, by OML:")
    .option(
      "--oml-collect <uri>",
      "where to send them: tcp:HOST:PORT or file:PATH (default: none are sent)",
      target,
    )
    .option("--oml-id <name>", "name of this server in them", name("server"))
    .option("--oml-domain <domain>", "their domain", name("domain"))
    .option("--oml-noop", "send none, whatever else is said")
    .addOption(
      new Option("--oml-text", "as text (default with file:)")
        .conflicts("omlBinary"),
    )
    .option("--oml-binary", "as binary messages (default with tcp:)")
    .option(
      "--oml-bufsize <size>",
      "of what is kept while they can't be sent",
      size(1, 2 ** 30),
    )
    .option(
      "--oml-log-file <file>",
      "where the reporting logs",
      filled("write a file, or - for stderr"),
    )
    .option(
      "--oml-log-level <level>",
      "of that, from -2 (errors) to 4",
      wholeNumber(-2, 4, "level"),
    )
    .option("--oml-help", "print these options")
    .addOption(
      new Alias("--oml-exp-id <domain>", "omlDomain")
        .argParser(name("domain")),
    )
    .addOption(new Alias("--oml-server <uri>", "omlCollect").argParser(target))
    .addOption(
      new Alias("--oml-file <file>", "omlCollect")
        .argParser((path) => `file:${filled("write a file")(path)}`),
    );
}

/** What the options say, and the environment where they are silent. */
export function omlFlags(options: Record<string, unknown>): OmlFlags {
  const set = options as Record<string, string | undefined>;
  const collect = set.omlCollect ?? variable("OML_COLLECT") ??
    variable("OML_SERVER");
  const text = options.omlText === true ||
    (options.omlBinary !== true && /^(file|flush):/.test(collect ?? ""));
  return {
    oml: {
      id: set.omlId ?? variable("OML_NAME"),
      domain: set.omlDomain ?? variable("OML_DOMAIN") ?? variable("OML_EXP_ID"),
      collect,
      noop: options.omlNoop === true,
      content: text ? "text" : "binary",
      logLevel: options.omlLogLevel as number | undefined,
      logFile: set.omlLogFile,
      bufsize: options.omlBufsize as number | undefined,
    },
  };
}

function name(what: string) {
  return filled(`write the name of a ${what}`);
}

function target(text: string): string {
  try {
    parseTarget(text);
    return text;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    throw new InvalidArgumentError(
      "is no target; write tcp:HOST:PORT, [IPV6]:PORT or file:PATH",
    );
  }
}
