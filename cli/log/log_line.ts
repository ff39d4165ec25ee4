/**
 * A message of the log as the line that people or programs read.
 *
 * @module
 */
import type { LogRecord } from "@logtape/logtape";
import { quoteJson, quoteText } from "../../codec/values/quote.ts";
import { errorText } from "../../shared/error_text.ts";

/** `text` for people and grep, `json` for programs. */
export type LogFormat = "text" | "json";

/** Characters of a message, or of one of its facts, that are shown. */
const MAX_SHOWN = 2000;

/** The words of a message, its facts put in. */
export function messageText({ message }: LogRecord): string {
  return message.map(String).join("");
}

/** The line of a message, with its newline. */
export function logLine(record: LogRecord, format: LogFormat): string {
  const time = new Date(record.timestamp).toISOString();
  const level = record.level.toUpperCase();
  if (format === "json") return jsonLine(record, time, level);
  return `${time} ${level} ${quoteText(messageText(record), MAX_SHOWN)}\n`;
}

function jsonLine(record: LogRecord, time: string, level: string): string {
  const { client, ...facts } = record.properties;
  const message = messageText(record);
  const line = JSON.stringify({ time, level, client, message, facts }, plain);
  // Harmless to a JSON reader, but not to a terminal that shows the file.
  return `${quoteJson(line)}\n`;
}

/** What JSON can't take, and nothing too long. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Error) return errorText(value);
  const isLong = typeof value === "string" && value.length > MAX_SHOWN;
  return isLong ? `${value.slice(0, MAX_SHOWN)}...` : value;
}
