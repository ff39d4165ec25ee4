/**
 * The options of a command, for those who list them.
 *
 * @module
 */
import type { Command, Option } from "commander";
import { describeOption } from "./command.ts";

/** Options that belong together. */
export interface OptionGroup {
  /** What they have in common. */
  readonly title: string;
  /** The options, in their order. */
  readonly options: readonly OptionEntry[];
}

/** An option, as it is listed. */
export interface OptionEntry {
  /** Its names, such as `-D` and `--data-dir`. */
  readonly names: readonly string[];
  /** What its value is called, such as `dir`; unset, it takes none. */
  readonly value: string | undefined;
  /** The values that there are, where they can be told. */
  readonly choices: readonly string[];
  /** What it does. */
  readonly summary: string;
  /** The same, with choices and default. */
  readonly description: string;
}

/** The options of `command` that help shows, by their groups. */
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

/** The options of `command` that help shows. */
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
