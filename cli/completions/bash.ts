/**
 * Completions for bash.
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
  file: "_oml2_files -f",
  directory: "_oml2_files -d",
  user: "_oml2_words -u",
  group: "_oml2_words -g",
  host: "_oml2_words -A hostname",
} as const;

/** The script to be sourced. */
export function bashCompletions(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# bash completion for ${programNames(commands).join(", ")}

_oml2_words() { mapfile -t COMPREPLY < <(compgen "$@" -- "$cur"); }
_oml2_files() { compopt -o filenames; _oml2_words "$@"; }

_oml2() {
  local cur=\${COMP_WORDS[COMP_CWORD]} option=\${COMP_WORDS[COMP_CWORD - 1]}
  local command=\${COMP_WORDS[0]##*/}
  # bash takes "--name=value" apart.
  if [[ $cur == = ]]; then cur=
  elif [[ $option == = ]]; then option=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if [[ $command == oml2 ]]; then
    command=\${COMP_WORDS[1]}
    if ((COMP_CWORD == 1)); then
      _oml2_words -W ${shellQuote(`${names} --help --version`)}
      return
    fi
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}

complete -F _oml2 ${programNames(commands).join(" ")}
`;
}

function commandCase(
  { name, program, options, words, takesFiles }: CompletedCommand,
): string {
  const pattern = program === undefined ? name : `${name} | ${program}`;
  const all = [...words, ...options.flatMap(({ names }) => names)].join(" ");
  const files = takesFiles ? "[[ $cur != -* ]] && _oml2_files -f || " : "";
  return [
    `    ${pattern})`,
    "      case $option in",
    ...valueCases(options),
    `        *) ${files}_oml2_words -W ${shellQuote(all)} ;;`,
    "      esac ;;",
  ].join("\n");
}

/** The completion of each option that takes a value. */
function valueCases(options: readonly OptionEntry[]): string[] {
  const cases = Map.groupBy(
    options.filter(({ value }) => value !== undefined),
    valueAction,
  );
  return [...cases].map(([action, group]) => {
    const pattern = group.flatMap(({ names }) => names).join(" | ");
    return `        ${pattern}) ${action};;`;
  });
}

function valueAction(option: OptionEntry): string {
  const { choices } = option;
  if (choices.length > 0) {
    return `_oml2_words -W ${shellQuote(choices.join(" "))} `;
  }
  const kind = valueKind(option);
  return kind === "" ? "" : `${ACTIONS[kind]} `;
}
