/**
 * Describes commands for shell completions.
 *
 * @module
 */
import type { Command } from "commander";
import { optionEntries, type OptionEntry } from "../options/option_groups.ts";

/** A subcommand of `oml2`. */
export interface CompletedCommand {
  /** The name after `oml2`. */
  readonly name: string;
  /** Name of the equivalent program, if there is one. */
  readonly program: string | undefined;
  /** A short description. */
  readonly summary: string;
  /** Its options. */
  readonly options: readonly OptionEntry[];
  /** The words that can follow its name. */
  readonly words: readonly string[];
  /** Whether files follow its name. */
  readonly takesFiles: boolean;
}

/** A subcommand with its options, where they are known. */
export function toCompleted(
  { name, program, summary }: {
    name: string;
    program: string;
    summary: string;
  },
  command: Command | undefined,
): CompletedCommand {
  const args = command?.registeredArguments ?? [];
  return {
    name,
    program: program.includes(" ") ? undefined : program,
    summary,
    options: command === undefined ? [] : optionEntries(command),
    words: args.flatMap(({ argChoices = [] }) => argChoices),
    takesFiles: args.some(({ variadic }) => variadic),
  };
}

/** What a shell can suggest as the value of an option. */
export type ValueKind = "file" | "directory" | "user" | "group" | "host" | "";

const KINDS: ReadonlyMap<string | undefined, ValueKind> = new Map([
  ["dir", "directory"],
  ["file", "file"],
  ["prog", "file"],
  ["user", "user"],
  ["group", "group"],
  ["host", "host"],
]);

/** The kind of an option's value. */
export function valueKind({ value }: OptionEntry): ValueKind {
  return KINDS.get(value) ?? "";
}

/** Names of the programs, including `oml2` itself. */
export function programNames(commands: readonly CompletedCommand[]): string[] {
  const own = commands.map(({ program }) => program);
  return ["oml2", ...own.filter((name) => name !== undefined)];
}

/** Text in single quotes for a POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
