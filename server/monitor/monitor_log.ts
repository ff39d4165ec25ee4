/**
 * The log of self-monitoring, with liboml2's levels and an optional file.
 *
 * @module
 */
import { appendFileSync } from "node:fs";
import { quoteText } from "../../codec/values/quote.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log, LogFacts, LogLevel } from "../../shared/log.ts";
import type { MonitorOptions } from "./monitor_options.ts";

/** The lowest liboml2 level that includes each level. */
const LEAST_LEVEL: Readonly<Record<LogLevel, number>> = {
  error: -2,
  warn: -1,
  info: 0,
  debug: 1,
};

/** Receives one message. */
type Sink = (level: LogLevel, message: string, facts?: LogFacts) => void;

/**
 * Returns the log that `options` select: the server's own without a file or for
 * `-`.
 */
export function monitorLog(options: MonitorOptions, serverLog: Log): Log {
  const { logLevel = 0, logFile = "-" } = options;
  const sink: Sink = logFile === "-"
    ? (level, message, facts) => serverLog[level](message, facts)
    : fileSink(logFile, serverLog);
  const at = (level: LogLevel) => (message: string, facts?: LogFacts) => {
    if (logLevel >= LEAST_LEVEL[level]) sink(level, message, facts);
  };
  return {
    error: at("error"),
    warn: at("warn"),
    info: at("info"),
    debug: at("debug"),
  };
}

function fileSink(path: string, serverLog: Log): Sink {
  return (level, message, facts = {}) => {
    const text = message.replace(/\{(\w+)\}/g, (_, name) => `${facts[name]}`);
    const time = new Date().toISOString();
    const line = `${time} ${level.toUpperCase()} ${quoteText(text, 2000)}\n`;
    try {
      appendFileSync(path, line);
    } catch (error) {
      serverLog.warn("{text} (--oml-log-file can't be written: {reason})", {
        text,
        reason: errorText(error),
      });
    }
  };
}
