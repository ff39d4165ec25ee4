import type { LogLevel, LogRecord } from "@logtape/logtape";

/** A message as LogTape passes it to a sink. */
export function record(
  level: LogLevel,
  rawMessage: string,
  properties: Record<string, unknown> = {},
): LogRecord {
  const parts = rawMessage.split(/\{(\w+)\}/);
  return {
    category: ["oml2", "server"],
    level,
    rawMessage,
    message: parts.map((part, i) => i % 2 === 0 ? part : properties[part]),
    properties,
    timestamp: Date.UTC(2026, 10, 24, 12),
  };
}
