/**
 * Opens the log of a program, and opens it again when it was rotated.
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
 * @throws {StartError} if that fails, with the remedy: there is no log yet that
 * could say so.
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

/** What to do about a log that can't be written. */
export function logRemedy(logfile: string, option = "--logfile"): string {
  const directory = dirname(logfile);
  const first = existsSync(directory)
    ? "let the user it runs as write there"
    : `make the directory ${directory}`;
  return `${first}, or choose another file with ${option} (- is stderr, ` +
    "and so the journal of a systemd unit)";
}

/** Goes on in a new file of the same name, where the old one was renamed. */
export function reopenLog(logFile: LogFile, log: Log): void {
  try {
    logFile.reopen();
    log.info("SIGHUP: the log goes on here");
  } catch (error) {
    log.error(
      "Cannot reopen the log: {reason}; going on in the old file, correct " +
        "the permissions and send SIGHUP again",
      { reason: errorText(error) },
    );
  }
}
