/**
 * The options of a command, for help, manual and completions.
 *
 * @module
 */
import type { Command, Option } from "commander";
import { describeOption } from "./command.ts";

/** A group of options. */
export interface OptionGroup {
  /** Title. */
  readonly title: string;
  /** The options in order. */
  readonly options: readonly OptionEntry[];
}

/** An option as it is listed. */
export interface OptionEntry {
  /** Its names, such as `-D` and `--data-dir`. */
  readonly names: readonly string[];
  /** The name of its value, such as `dir`; unset if it takes none. */
  readonly value: string | undefined;
  /** The possible values, if there is a fixed set. */
  readonly choices: readonly string[];
  /** Description. */
  readonly summary: string;
  /** Description with choices and default. */
  readonly description: string;
}

/** The visible options of `command` by group. */
export function optionGroups(command: Command): readonly OptionGroup[] {
  const visible = command.createHelp().visibleOptions(command);
  const groups = Map.groupBy(
    visible,
    ({ helpGroupHeading = "Options:" }) => helpGroupHeading.replace(/:$/, ""),
  );
  return [...groups].map(([title, options]) => ({
    title,
    options: options.map(toEntry),
  }));
}

/** The visible options of `command`. */
export function optionEntries(command: Command): readonly OptionEntry[] {
  return optionGroups(command).flatMap(({ options }) => options);
}

function toEntry(option: Option): OptionEntry {
  const { short, long, flags, argChoices = [], description } = option;
  return {
    names: [short, long].filter((name) => name !== undefined),
    value: / <(.*)>$/.exec(flags)?.[1],
    choices: argChoices,
    summary: description,
    description: describeOption(option),
  };
}
