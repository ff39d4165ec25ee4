/**
 * Operator commands.
 *
 * @module
 */

/** A command. */
export type CommandName = "RESUME" | "PAUSE" | "STOP" | "STATUS";

const NAMES: readonly string[] = ["RESUME", "PAUSE", "STOP", "STATUS"];
const PREFIX = "OMLPROXY-";

/** All commands, for error messages. */
export const COMMAND_LIST =
  "OMLPROXY-RESUME, OMLPROXY-PAUSE, OMLPROXY-STOP or STATUS";

/** Parses a line, with or without the prefix. */
export function parseCommand(line: string): CommandName | undefined {
  const text = line.trim();
  const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  return isName(name) ? name : undefined;
}

/** Whether a line is a command. */
export function isCommand(line: string): boolean {
  return parseCommand(line) !== undefined;
}

/** Whether a line that begins with `start` may become a command. */
export function mayBecomeCommand(start: string): boolean {
  const text = start.trimStart();
  const all = [...NAMES, ...NAMES.map((name) => PREFIX + name)];
  return all.some((command) => command.startsWith(text)) || isCommand(text);
}

function isName(name: string): name is CommandName {
  return NAMES.includes(name);
}
