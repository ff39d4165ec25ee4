/**
 * The interface of a log.
 *
 * @module
 */

/** Values of a message, named by its `{placeholders}`. */
export type LogFacts = Record<string, unknown>;

/**
 * Takes messages; the most urgent level comes first. LogTape's loggers
 * implement it.
 */
export interface Log {
  /** Something failed that an operator should look at. */
  error(message: string, facts?: LogFacts): void;
  /** Something went wrong and was handled. */
  warn(message: string, facts?: LogFacts): void;
  /** An event of interest to operators. */
  info(message: string, facts?: LogFacts): void;
  /** An event that only helps to find a fault. */
  debug(message: string, facts?: LogFacts): void;
}

/** The methods of a log. */
export type LogLevel = keyof Log;
