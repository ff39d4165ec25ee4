/**
 * Opens the log of a program, and reopens it after log rotation.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import { StartError } from "../options/options_error.ts";
import { LogFile } from "./log_file.ts";
import type { LogFormat } from "./log_line.ts";

/** Options of the log. */
export interface LogFlags {
  /** 1 ERROR to 4 DEBUG. */
  readonly debugLevel: number;
  /** The requested level, if it is outside of 1 to 4. */
  readonly clampedLevel: number | undefined;
  /** Log file; `-` is stderr. */
  readonly logfile: string;
  /** Text lines or JSON objects. */
  readonly logFormat: LogFormat;
}

/**
 * Opens the log.
 *
 * @throws {StartError} if that fails, with the remedy: it can't be logged.
 */
export function openLog({ logfile, debugLevel, logFormat }: LogFlags): LogFile {
  try {
    return new LogFile({ path: logfile, level: debugLevel, format: logFormat });
  } catch (cause) {
    throw new StartError(
      `Cannot write the log ${logfile}: ${errorText(cause)}; ` +
        logRemedy(logfile),
      { cause },
    );
  }
}

/** The remedy for a log that can't be written. */
export function logRemedy(logfile: string, option = "--logfile"): string {
  const directory = dirname(logfile);
  const first = existsSync(directory)
    ? "give its user write permission there"
    : `create the directory ${directory}`;
  return `${first}, or choose another file with ${option} (- is stderr, ` +
    "and so the journal of a systemd unit)";
}

/** Continues in a new file of the same name after the old one was renamed. */
export function reopenLog(logFile: LogFile, log: Log): void {
  try {
    logFile.reopen();
    log.info("SIGHUP: log reopened");
  } catch (error) {
    log.error(
      "Cannot reopen the log: {reason}; continuing in the old file; correct " +
        "the permissions and send SIGHUP again",
      { reason: errorText(error) },
    );
  }
}
