/**
 * Writes headers, the way back of the header reader.
 *
 * @module
 */
import { EncodeError, ProtocolError } from "../errors.ts";
import { DEFAULT_LIMITS } from "../values/limits.ts";
import { formatSchema, type Schema } from "../values/schema.ts";
import {
  type ContentMode,
  HeaderLines,
  RESUME_KEY,
  type ResumeRequest,
} from "./session_header.ts";

/** What headers may say; a `SessionHeader` will do. */
export interface HeaderFields {
  /**
   * OMSP version, 1 to 5.
   *
   * @default {5}
   */
  readonly protocol?: number;
  /** The experiment: 1 to 63 ASCII letters, digits, blanks, `-_.+:@=,~`. */
  readonly domain: string;
  /** UNIX time in seconds that time stamps count from. */
  readonly startTime?: number | undefined;
  /** Who sends, at most 1,024 bytes. */
  readonly senderId?: string | undefined;
  /** The application, at most 1,024 bytes. */
  readonly appName?: string | undefined;
  /** The streams. */
  readonly schemas?: readonly Schema[];
  /**
   * How tuples are written.
   *
   * @default {"text"}
   */
  readonly content?: ContentMode;
  /** Asks the server to say what it has stored, and to go on from there. */
  readonly resume?: ResumeRequest | undefined;
}

/**
 * The headers of a connection with the empty line that ends them, in the order
 * of the original's client (OMSP §Key/Value Parameters). Before version 4 the
 * domain is called `experiment-id` and the start time `start_time`.
 *
 * @throws {EncodeError} where a receiver would not take them as they are.
 */
export function formatHeader(header: HeaderFields): string {
  const { protocol = 5, content = "text", schemas = [] } = header;
  const old = protocol < 4;
  const lines = [
    formatLine("protocol", protocol),
    formatLine(old ? "experiment-id" : "domain", header.domain),
    formatLine(old ? "start_time" : "start-time", header.startTime),
    formatLine("sender-id", header.senderId),
    formatLine("app-name", header.appName),
    ...schemas.map((schema) => formatLine("schema", formatSchema(schema))),
    formatLine(RESUME_KEY, formatResume(header.resume)),
    formatLine("content", content),
  ].filter((line) => line !== "");
  checkLines(lines);
  return `${lines.join("\n")}\n\n`;
}

function formatResume(resume: ResumeRequest | undefined): string | undefined {
  if (resume?.length === undefined) return resume?.stream;
  return `${resume.stream} ${resume.length}`;
}

function formatLine(key: string, value: string | number | undefined): string {
  if (value === undefined) return "";
  const text = String(value);
  if (text === text.trim() && !text.includes("\n")) return `${key}: ${text}`;
  throw new EncodeError(
    `Cannot encode header ${key}: it has a newline, or blanks around it`,
  );
}

/** Reads the lines back, so that the rules are written down only once. */
function checkLines(lines: readonly string[]): void {
  const reader = new HeaderLines(DEFAULT_LIMITS);
  try {
    for (const line of lines) reader.line(line);
    const [ignored] = reader.finish().ignored;
    if (ignored === undefined) return;
    throw new EncodeError(`Cannot encode header "${ignored}": it is no number`);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new EncodeError(`Cannot encode headers: ${error.message}`, {
      cause: error,
    });
  }
}
