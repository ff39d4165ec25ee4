/**
 * Writes the log to stderr or a file, line by line.
 *
 * @module
 */
import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { configureSync, type LogRecord, resetSync } from "@logtape/logtape";
import { type LogFormat, logLine } from "./log_line.ts";
import { Repeats } from "./repeats.ts";

const STDERR = 2;
const LEVELS = ["error", "warning", "info", "debug"] as const;

/** Where and how to log. */
export interface LogOptions {
  /** The file; `-` is stderr. */
  readonly path: string;
  /** 1 ERROR to 4 DEBUG. */
  readonly level: number;
  /** Format of a line. */
  readonly format: LogFormat;
}

/** Sends everything logged below `oml2` to one destination. */
export class LogFile {
  readonly #options: LogOptions;
  readonly #repeats: Repeats;
  #descriptor: number;
  /** Whether the last line was written only in part. */
  #torn = false;
  /** Lines lost since the last one that was written. */
  #lost = 0;

  /**
   * Opens the log for messages up to the level.
   *
   * @throws {Error} if the file cannot be opened.
   */
  constructor(options: LogOptions) {
    this.#options = options;
    this.#descriptor = open(options.path);
    this.#repeats = new Repeats((record) => this.#write(record));
    configureSync({
      reset: true,
      sinks: { file: (record) => this.#repeats.take(record) },
      loggers: [
        {
          category: "oml2",
          lowestLevel: LEVELS[options.level - 1],
          sinks: ["file"],
        },
        { category: ["logtape", "meta"], sinks: [] },
      ],
    });
  }

  /**
   * Continues in a new file of the same name after the old one was renamed.
   *
   * @throws {Error} if it can't be opened; then the old one stays in use.
   */
  reopen(): void {
    const descriptor = open(this.#options.path);
    this.#closeDescriptor();
    this.#descriptor = descriptor;
  }

  /** Ends logging. */
  close(): void {
    this.#repeats.close();
    resetSync();
    this.#closeDescriptor();
  }

  #closeDescriptor(): void {
    if (this.#descriptor !== STDERR) closeSync(this.#descriptor);
  }

  #write(record: LogRecord): void {
    if (this.#lost > 0 && this.#tryWrite(lossOf(record, this.#lost))) {
      this.#lost = 0;
    }
    if (!this.#tryWrite(record)) this.#lost++;
  }

  /**
   * A log that can't be written (disk full, pipe closed) must not stop the
   * program.
   */
  #tryWrite(record: LogRecord): boolean {
    const line = logLine(record, this.#options.format);
    const bytes = new TextEncoder().encode(this.#torn ? `\n${line}` : line);
    let written = 0;
    try {
      while (written < bytes.length) {
        written += writeSync(this.#descriptor, bytes, written);
      }
      this.#torn = false;
      return true;
    } catch {
      this.#torn ||= written > 0;
      return false;
    }
  }
}

function open(path: string): number {
  return path === "-" ? openStderr() : openSync(path, "a");
}

/** Opens stderr so that a reader that stalls does not block the program. */
function openStderr(): number {
  if (isatty(STDERR)) return STDERR;
  // Deno writes to stderr itself: through another descriptor of the same file
  // it would overwrite log lines.
  if (fstatSync(STDERR).isFile()) return STDERR;
  const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants;
  try {
    return openSync("/dev/stderr", O_WRONLY | O_APPEND | O_NONBLOCK);
  } catch {
    // A socket, or no permission: use it as it is.
    return STDERR;
  }
}

function lossOf(record: LogRecord, lost: number): LogRecord {
  return {
    ...record,
    level: "warning",
    message: [`${lost} lines of this log could not be written`],
    properties: { lost },
  };
}
