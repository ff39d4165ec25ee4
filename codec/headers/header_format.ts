/**
 * Writes headers; the counterpart of the header reader.
 *
 * @module
 */
import { EncodeError, ProtocolError } from "../errors.ts";
import { ARRIVALS_KEY } from "../values/arrivals.ts";
import { DEFAULT_LIMITS } from "../values/limits.ts";
import { formatSchema, type Schema } from "../values/schema.ts";
import {
  type ContentMode,
  HeaderLines,
  RESUME_KEY,
  type ResumeRequest,
} from "./session_header.ts";

/** The content of headers; a `SessionHeader` is valid too. */
export interface HeaderFields {
  /**
   * OMSP version, 1 to 5.
   *
   * @default {5}
   */
  readonly protocol?: number;
  /** The experiment: 1 to 63 ASCII letters, digits, blanks, `-_.+:@=,~`. */
  readonly domain: string;
  /** UNIX time in seconds at which timestamps start. */
  readonly startTime?: number | undefined;
  /** The sender, up to 1,024 bytes. */
  readonly senderId?: string | undefined;
  /** The application, up to 1,024 bytes. */
  readonly appName?: string | undefined;
  /** The streams. */
  readonly schemas?: readonly Schema[];
  /**
   * Encoding of tuples.
   *
   * @default {"text"}
   */
  readonly content?: ContentMode;
  /** Asks the server what it has stored, and to continue from there. */
  readonly resume?: ResumeRequest | undefined;
  /** Index of the stream with the times of arrival, in a capture. */
  readonly arrivals?: number | undefined;
}

/**
 * The headers of a connection with the empty line that ends them, in the order
 * that liboml2 uses (OMSP §Key/Value Parameters). Before version 4 the domain
 * is called `experiment-id` and the start time `start_time`.
 *
 * @throws {EncodeError} if a receiver would reject or change them.
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
    formatLine(ARRIVALS_KEY, header.arrivals),
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

/** Parses the lines again, so that the rules are written only once. */
function checkLines(lines: readonly string[]): void {
  const reader = new HeaderLines(DEFAULT_LIMITS);
  try {
    for (const line of lines) reader.line(line);
    const [ignored] = reader.finish().ignored;
    if (ignored === undefined) return;
    throw new EncodeError(
      `Cannot encode header "${ignored}": it is not a number`,
    );
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new EncodeError(`Cannot encode headers: ${error.message}`, {
      cause: error,
    });
  }
}
