/**
 * Options of the log.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { LogFlags } from "../log/open_log.ts";
import { filled } from "../options/values.ts";

const LEAST = 1;
const MOST = 4;

/** Adds the options to `command`. */
export function addLogFlags(command: Command, logfile: string): void {
  command.optionsGroup("Log:")
    .addOption(
      new Option(
        "-d, --debug-level <level>",
        "1 ERROR, 2 WARNING, 3 INFO, 4 DEBUG",
      ).default(3).argParser(parseLevel),
    )
    .option(
      "--logfile <file>",
      "log file; - is stderr",
      filled("write a file, or - for stderr"),
      logfile,
    )
    .addOption(
      new Option("--log-format <format>", "format of log lines")
        .choices(["text", "json"]).default("text"),
    );
}

/** The values of the options. */
export function logFlags(options: Record<string, unknown>): LogFlags {
  const level = Number(options.debugLevel);
  const debugLevel = Math.min(MOST, Math.max(LEAST, level));
  return {
    debugLevel,
    clampedLevel: level === debugLevel ? undefined : level,
    logfile: String(options.logfile),
    logFormat: options.logFormat === "json" ? "json" : "text",
  };
}

/** Accepts any whole number: old init scripts use levels that do not exist. */
function parseLevel(text: string): number {
  if (/^[+-]?[0-9]{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    `is not a number; use ${LEAST} to ${MOST}`,
  );
}
