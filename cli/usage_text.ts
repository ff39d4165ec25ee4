/**
 * The short summary of a command's options.
 *
 * @module
 */
import type { Command, Option } from "commander";

const COLUMNS = 80;

/** The answer to `--usage`, in the form of popt. */
export function usageText(command: Command): string {
  const start = `Usage: ${command.name()}`;
  const indent = " ".repeat(start.length);
  const lines: string[] = [];
  let line = start;
  for (const option of command.createHelp().visibleOptions(command)) {
    const term = usageTerm(option);
    if (line.length + 1 + term.length > COLUMNS) {
      lines.push(line);
      line = indent;
    }
    line += ` ${term}`;
  }
  return [...lines, line, ""].join("\n");
}

/** `[-D|--data-dir=DIR]` */
function usageTerm({ short, long, flags }: Option): string {
  const value = / [<[](.*)[>\]]$/.exec(flags)?.[1];
  const names = [short, long].filter((name) => name !== undefined).join("|");
  return value === undefined
    ? `[${names}]`
    : `[${names}=${value.toUpperCase()}]`;
}
