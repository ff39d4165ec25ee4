/**
 * The short summary of a command's options.
 *
 * @module
 */
import type { Command } from "commander";
import { optionEntries, type OptionEntry } from "./option_groups.ts";

const COLUMNS = 80;

/** The output of `--usage`, in popt's format. */
export function usageText(command: Command): string {
  const start = `Usage: ${command.name()}`;
  const indent = " ".repeat(start.length);
  const lines: string[] = [];
  let line = start;
  for (const option of optionEntries(command)) {
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
function usageTerm({ names, value }: OptionEntry): string {
  const all = names.join("|");
  return value === undefined ? `[${all}]` : `[${all}=${value.toUpperCase()}]`;
}
