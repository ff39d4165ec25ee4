/**
 * Options of the server's own measurements, as in liboml2(1).
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { TargetError } from "../../client/errors.ts";
import { parseTarget } from "../../client/target.ts";
import { Alias } from "./alias.ts";
import { addServerTlsFlags, serverTls } from "./server_tls_flags.ts";
import type { ClientTls } from "../../ports/runtime.ts";
import { variable } from "../options/environment.ts";
import { filled, size, wholeNumber } from "../options/values.ts";

/** How the server reports its own measurements. */
export interface OmlFlags {
  /** The options; where one is unset, the environment. */
  readonly oml: {
    /** Name of this server as a sender. */
    readonly id?: string;
    /** Experiment of the measurements. */
    readonly domain?: string;
    /** Where they are sent; if unset, they are not made. */
    readonly collect?: string;
    /** How a server with TLS is verified. */
    readonly tls?: ClientTls;
    /** Whether they are disabled in any case. */
    readonly noop: boolean;
    /** Their encoding. */
    readonly content: "text" | "binary";
    /** -2 ERROR to 4 DEBUG4. */
    readonly logLevel?: number;
    /** Log file of the reporting. */
    readonly logFile?: string;
    /** Bytes buffered while they can't be sent. */
    readonly bufsize?: number;
  };
}

/** Adds the options to `command`. */
export function addOmlFlags(command: Command): void {
  command.optionsGroup("Measurements of the server itself:")
    .option(
      "--oml-collect <uri>",
      "where to send them, tcp:HOST:PORT, tls:HOST:PORT or file:PATH " +
        "(default: off)",
      target,
    )
    .option("--oml-id <name>", "sender name of this server", name("server"))
    .option(
      "--oml-domain <domain>",
      "experiment that they belong to",
      name("domain"),
    )
    .option("--oml-noop", "disable them, whatever the other options say")
    .addOption(
      new Option("--oml-text", "send text (default for file:)")
        .conflicts("omlBinary"),
    )
    .option("--oml-binary", "send binary messages (default for tcp:)")
    .option(
      "--oml-bufsize <size>",
      "buffer size while the destination is unreachable",
      size(1, 2 ** 30),
    )
    .option(
      "--oml-log-file <file>",
      "log file of the reporting",
      filled("write a file, or - for stderr"),
    )
    .option(
      "--oml-log-level <level>",
      "its log level, from -2 (errors only) to 4",
      wholeNumber(-2, 4, "level"),
    )
    .option("--oml-help", "print these options");
  addServerTlsFlags(command, "oml-");
  command
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

/** The values of the options; where one is unset, of the environment. */
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
      ...collect?.startsWith("tls:") && { tls: serverTls(options, "oml-") },
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
      "is not a target; use tcp:HOST:PORT, tls:HOST:PORT, [IPV6]:PORT or file:PATH",
    );
  }
}
