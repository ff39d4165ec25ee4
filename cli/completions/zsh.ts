/**
 * Completions for zsh.
 *
 * @module
 */
import type { OptionEntry } from "../options/option_groups.ts";
import {
  type CompletedCommand,
  programNames,
  shellQuote,
  valueKind,
} from "./completion.ts";

const ACTIONS = {
  file: "_files",
  directory: "_files -/",
  user: "_users",
  group: "_groups",
  host: "_hosts",
  "": " ",
} as const;

/** The script to be put into `$fpath` as `_oml2`. */
export function zshCompletions(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, summary }) =>
    `    ${shellQuote(`${name}:${summary}`)}`
  );
  return `#compdef ${programNames(commands).join(" ")}

_oml2() {
  local command=$service
  local -a subcommands=(
${described.join("\n")}
  )
  if [[ $service == oml2 ]]; then
    if (( CURRENT == 2 )); then
      _describe command subcommands
      return
    fi
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}

_oml2 "$@"
`;
}

function commandCase(
  { name, program, options, words, takesFiles }: CompletedCommand,
): string {
  const pattern = program === undefined ? name : `${name}|${program}`;
  const specs = options.map(optionSpec);
  if (takesFiles) specs.push(shellQuote("*:file:_files"));
  if (words.length > 0) specs.push(shellQuote(`1:word:(${words.join(" ")})`));
  return [
    `    ${pattern})`,
    ["      _arguments", ...specs].join(" \\\n        "),
    "      ;;",
  ].join("\n");
}

/** `'(-D --data-dir)'{-D+,--data-dir=}'[directory]:dir:_files -/'` */
function optionSpec(option: OptionEntry): string {
  const { names, value, summary, choices } = option;
  const all = names.map((name) => zshName(name, value !== undefined));
  const text = `[${summary.replace(/[[\]\\:]/g, "\\$&")}]`;
  const action = choices.length > 0
    ? `(${choices.join(" ")})`
    : ACTIONS[valueKind(option)];
  const label = (value ?? "").replace(/[[\]:]/g, "");
  const spec = value === undefined ? text : `${text}:${label}:${action}`;
  return all.length === 1
    ? shellQuote(`${all[0]}${spec}`)
    : `'(${names.join(" ")})'{${all.map(braceName).join(",")}}` +
      shellQuote(spec);
}

/** Marks that the value follows directly or as the next word. */
function zshName(name: string, takesValue: boolean): string {
  if (!takesValue) return name;
  return name.startsWith("--") ? `${name}=` : `${name}+`;
}

function braceName(name: string): string {
  return name.includes("?") ? shellQuote(name) : name;
}
