/**
 * Completions for fish.
 *
 * @module
 */
import type { OptionEntry } from "../options/option_groups.ts";
import {
  type CompletedCommand,
  programNames,
  valueKind,
} from "./completion.ts";

const ACTIONS = {
  file: "-r -F",
  directory: "-x -a '(__fish_complete_directories)'",
  user: "-x -a '(__fish_complete_users)'",
  group: "-x -a '(__fish_complete_groups)'",
  host: "-x -a '(__fish_print_hostnames)'",
  "": "-x",
} as const;

/** The script to be sourced, or put into the completions directory. */
export function fishCompletions(commands: readonly CompletedCommand[]): string {
  const programs = programNames(commands);
  return [
    `# fish completion for ${programs.join(", ")}`,
    ...programs.map((program) => `complete -c ${program} -f`),
    ...commands.map(({ name, summary }) =>
      `complete -c oml2 -n __fish_use_subcommand -a ${name} ` +
      `-d ${quote(summary)}`
    ),
    ...commands.flatMap(commandLines),
    "",
  ].join("\n");
}

function commandLines(
  { name, program, options, words, takesFiles }: CompletedCommand,
): readonly string[] {
  const within = `-c oml2 -n '__fish_seen_subcommand_from ${name}'`;
  const places = program === undefined ? [within] : [within, `-c ${program}`];
  const parts = [
    ...takesFiles ? ["-F"] : [],
    ...words.map((word) => `-a ${quote(word)}`),
    ...options.map(optionPart),
  ];
  return places.flatMap((place) =>
    parts.map((part) => `complete ${place} ${part}`)
  );
}

function optionPart(option: OptionEntry): string {
  const { names, value, choices, summary } = option;
  const action = choices.length > 0
    ? `-x -a ${quote(choices.join(" "))}`
    : ACTIONS[valueKind(option)];
  return [
    ...names.map(nameFlag),
    ...(value === undefined ? [] : [action]),
    `-d ${quote(summary)}`,
  ].join(" ");
}

function nameFlag(name: string): string {
  return name.startsWith("--")
    ? `-l ${name.slice(2)}`
    : `-s ${quote(name.slice(1))}`;
}

/** Text in single quotes for fish. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
