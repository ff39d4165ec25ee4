/**
 * Formats a message as a log line, for users or for programs.
 *
 * @module
 */
import type { LogRecord } from "@logtape/logtape";
import { quoteJson, quoteText } from "../../codec/values/quote.ts";
import { errorText } from "../../shared/error_text.ts";

/** `text` for users and grep, `json` for programs. */
export type LogFormat = "text" | "json";

/** Characters shown of a message, or of one of its values. */
const MAX_SHOWN = 2000;

/** The message with its values filled in. */
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
  // Harmless to a JSON parser, but not to a terminal that shows the file.
  return `${quoteJson(line)}\n`;
}

/** Replaces what JSON can't represent, and cuts what is too long. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Error) return errorText(value);
  const isLong = typeof value === "string" && value.length > MAX_SHOWN;
  return isLong ? `${value.slice(0, MAX_SHOWN)}...` : value;
}
