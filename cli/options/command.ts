/**
 * Creates and describes commands.
 *
 * @module
 */
import { Command, type Option } from "commander";
import { helpText } from "./help_text.ts";
import type { Manual } from "./manual.ts";
import { versionText } from "./version.ts";

/** A command without options. */
export function newCommand(name: string, usage: string): Command {
  return new Command(name)
    .usage(usage)
    .helpOption("-?, --help", "print this help")
    .configureHelp({ optionDescription: describeOption })
    .allowExcessArguments(false);
}

/** A program without options of its own yet. */
export function newProgram(name: string, manual: Manual): Command {
  return newCommand(name, "[OPTION...]")
    .description(manual.description.join("\n\n"))
    .addHelpText("after", helpText(manual));
}

/** Heading of the options that only print something. */
export const INFO_GROUP = "Information:";

/** Adds the options of every program, after its own ones. */
export function addInfoOptions(command: Command): Command {
  return command.optionsGroup(INFO_GROUP)
    .option("--usage", "print a summary of the options")
    .version(
      versionText(command.name()).trimEnd(),
      "-v, --version",
      "print the versions of the program and the protocol",
    )
    .helpOption("-?, --help", "print this help");
}

/** The description of an option, with its choices and its default. */
export function describeOption(option: Option): string {
  const notes: string[] = [];
  const { argChoices, defaultValue, defaultValueDescription } = option;
  if (argChoices !== undefined) notes.push(argChoices.join(", "));
  if (option.required && defaultValue !== undefined) {
    notes.push(`default: ${defaultValueDescription ?? defaultValue}`);
  }
  const { description } = option;
  return notes.length === 0
    ? description
    : `${description} (${notes.join("; ")})`;
}
