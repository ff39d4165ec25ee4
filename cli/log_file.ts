/**
 * Writes the log, to stderr or a file, a line at a time.
 *
 * @module
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { configureSync, type LogRecord, resetSync } from "@logtape/logtape";
import { quoteText } from "../codec/values/quote.ts";

const STDERR = 2;
const LEVELS = ["error", "warning", "info", "debug"] as const;

/** Bytes of a message that are shown. */
const MAX_MESSAGE = 2000;

/** Sends everything logged under `oml2` to one place. */
export class LogFile {
  readonly #descriptor: number;

  /**
   * Opens `path` (`-` is stderr) for messages of level 1 (ERROR) to `level`.
   *
   * @throws {Error} if the file cannot be opened.
   */
  constructor(path: string, level: number) {
    this.#descriptor = path === "-" ? STDERR : openSync(path, "a");
    configureSync({
      reset: true,
      sinks: { file: (record) => this.#write(record) },
      loggers: [
        {
          category: "oml2",
          lowestLevel: LEVELS[level - 1],
          sinks: ["file"],
        },
        { category: ["logtape", "meta"], sinks: [] },
      ],
    });
  }

  /** Ends the logging. */
  close(): void {
    resetSync();
    if (this.#descriptor !== STDERR) closeSync(this.#descriptor);
  }

  #write(record: LogRecord): void {
    const time = new Date(record.timestamp).toISOString();
    const level = record.level.toUpperCase();
    const message = record.message.map(String).join("");
    const line = `${time} ${level} ${quoteText(message, MAX_MESSAGE)}\n`;
    try {
      writeSync(this.#descriptor, line);
    } catch {
      // A log that can't be written (disk full, pipe gone) must stop nobody.
    }
  }
}
