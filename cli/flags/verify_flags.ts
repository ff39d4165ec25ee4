/**
 * The options of `oml2 verify`.
 *
 * @module
 */
import { Argument, type Command, Option } from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { filled, wholeNumber } from "../options/values.ts";
import { VERIFY_MANUAL } from "./verify_manual.ts";

/** The most examples. */
const MOST_EXAMPLES = 1_000;

/** The options of `oml2 verify`. */
export interface VerifyFlags {
  /** The first database. */
  readonly a: string;
  /** The second one. */
  readonly b: string;
  /** The only experiment to compare; all if unset. */
  readonly domain: string | undefined;
  /** Whether to compare the times of arrival. */
  readonly serverTime: boolean;
  /** Whether to compare rejected samples and conversions. */
  readonly rejects: boolean;
  /** The database that the original server wrote, if one was. */
  readonly original: "a" | "b" | undefined;
  /** The most examples of differences of each table. */
  readonly examples: number;
  /** Whether to print JSON. */
  readonly json: boolean;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseVerifyFlags(
  args: readonly string[],
  program: string,
): Parsed<VerifyFlags> {
  const command = verifyCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const { domain, serverTime, rejects, original, examples, format } = command
    .opts();
  const [a, b] = command.args;
  const side: VerifyFlags["original"] = original?.toLowerCase();
  return {
    flags: {
      ...{ a, b, domain, examples, original: side },
      // The two servers received the tuples at different times.
      serverTime: serverTime !== false && side === undefined,
      rejects: rejects === true,
      json: format === "json",
    },
  };
}

/** The command with its options. */
export function verifyCommand(program: string): Command {
  const command = newCommand(program, "A B [OPTION...]")
    .description(VERIFY_MANUAL.description.join("\n\n"))
    .addArgument(
      new Argument("<a>", "a database file, directory, or PostgreSQL URI"),
    )
    .addArgument(new Argument("<b>", "what to compare it with"))
    .optionsGroup("Comparison:")
    .option(
      "--domain <name>",
      "compare this experiment only",
      filled("write the name of an experiment"),
    )
    .option("--no-server-time", "do not compare the times of arrival")
    .option(
      "--rejects",
      "compare rejected samples and counts of conversions, too",
    )
    .addOption(
      new Option(
        "--original <a|b>",
        "the original oml2-server stored this one: tolerate what it rounds, " +
          "and do not compare the times of arrival",
      ).choices(["A", "B"]),
    )
    .optionsGroup("Output:")
    .addOption(
      new Option(
        "--examples <count>",
        "most differences to show for each table",
      ).argParser(wholeNumber(0, MOST_EXAMPLES)).default(10),
    )
    .addOption(
      new Option("--format <format>", "format of the output")
        .choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", helpText(VERIFY_MANUAL));
  return addInfoOptions(command);
}
