/**
 * Runs a program with its log open.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import type { Log } from "../../shared/log.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import { type LogFlags, openLog, reopenLog } from "../log/open_log.ts";
import { say } from "./say.ts";
import type { Signals } from "./signals.ts";

/** A program that logs. */
export interface LoggingProgram {
  /** Its name, which precedes errors on stderr. */
  readonly name: string;
  /** Its category in the log, below `oml2`. */
  readonly category: string;
  /** Options of the log. */
  readonly flags: LogFlags;
  /** SIGHUP reopens the log. */
  readonly signals: Signals;
}

/**
 * Runs `work` with the log open; returns the exit status: 0 if `work` resolves
 * with `true`. An error is logged, and written to stderr unless the log is
 * there already.
 *
 * @throws {StartError} if the log can't be opened.
 */
export async function withLog(
  { name, category, flags, signals }: LoggingProgram,
  work: (log: Log) => Promise<boolean>,
): Promise<number> {
  const logFile = openLog(flags);
  const log = getLogger(["oml2", category]);
  signals.onHangUp(() => reopenLog(logFile, log));
  try {
    signals.warn(log);
    warnOfLevel(flags, log);
    return await work(log) ? 0 : 1;
  } catch (error) {
    const text = textWithHint(error);
    log.error("{text}", { text });
    if (flags.logfile !== "-") say(process.stderr, `${name}: ${text}\n`);
    return 1;
  } finally {
    logFile.close();
  }
}

function warnOfLevel({ clampedLevel, debugLevel }: LogFlags, log: Log): void {
  if (clampedLevel === undefined) return;
  log.warn("--debug-level {asked} is not from 1 to 4; using {used}", {
    asked: clampedLevel,
    used: debugLevel,
  });
}
