/**
 * The commands of an operator.
 *
 * @module
 */

/** What an operator may ask for. */
export type CommandName = "RESUME" | "PAUSE" | "STOP" | "STATUS";

const NAMES: readonly string[] = ["RESUME", "PAUSE", "STOP", "STATUS"];
const PREFIX = "OMLPROXY-";

/** What there is, for those who ask for something else. */
export const COMMAND_LIST =
  "OMLPROXY-RESUME, OMLPROXY-PAUSE, OMLPROXY-STOP or STATUS";

/** The command on a line, with or without its prefix. */
export function parseCommand(line: string): CommandName | undefined {
  const text = line.trim();
  const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  return isCommand(name) ? name : undefined;
}

function isCommand(name: string): name is CommandName {
  return NAMES.includes(name);
}
