import type { Log, LogFacts, LogLevel } from "../../shared/log.ts";

/** A log in memory: lines such as `warn: {domain} waits` with facts. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];

  error(message: string, facts?: LogFacts): void {
    this.#add("error", message, facts);
  }
  warn(message: string, facts?: LogFacts): void {
    this.#add("warn", message, facts);
  }
  info(message: string, facts?: LogFacts): void {
    this.#add("info", message, facts);
  }
  debug(message: string, facts?: LogFacts): void {
    this.#add("debug", message, facts);
  }

  /** The lines of one level. */
  of(level: LogLevel): string[] {
    return this.lines.filter((line) => line.startsWith(`${level}: `));
  }

  #add(level: LogLevel, message: string, facts: LogFacts = {}): void {
    const text = message.replace(/\{(\w+)\}/g, (_, name) => `${facts[name]}`);
    this.lines.push(`${level}: ${text}`);
  }
}
