/**
 * What the programs ask of a log.
 *
 * @module
 */

/** Facts of a message, named by its `{placeholders}`. */
export type LogFacts = Record<string, unknown>;

/** Takes messages, the most urgent first. LogTape's loggers are such logs. */
export interface Log {
  /** Something failed, and somebody should look. */
  error(message: string, facts?: LogFacts): void;
  /** Something is wrong, and was dealt with. */
  warn(message: string, facts?: LogFacts): void;
  /** Something happened that people want to know. */
  info(message: string, facts?: LogFacts): void;
  /** Something happened that only helps to find a fault. */
  debug(message: string, facts?: LogFacts): void;
}

/** The methods of a log. */
export type LogLevel = keyof Log;
