/**
 * The options of the programs, as a page of Markdown.
 *
 * @module
 */
import type { Entry } from "../options/manual.ts";
import { type OptionEntry, optionGroups } from "../options/option_groups.ts";
import type { Documented } from "./pages.ts";

/** The page about all of these programs. */
export function optionsPage(programs: Iterable<Documented>): string {
  return [
    "# Options",
    "Made from the same tables as `--help`, the manual pages and the " +
    "completions, by `deno task options`.",
    ...[...programs].flatMap(programPart),
    "",
  ].join("\n\n");
}

function programPart({ command, manual }: Documented): string[] {
  return [
    `## ${manual.program}`,
    ...manual.description,
    ...optionGroups(command).flatMap(({ title, options }) => [
      `### ${title}`,
      options.map(optionItem).join("\n"),
    ]),
    ...manual.topics.flatMap(({ title, text, entries }) => [
      `### ${title}`,
      text,
      ...entryList(entries),
    ]),
    ...entryPart("Environment", manual.environment),
    ...entryPart("Signals", manual.signals),
    ...entryPart("Files", manual.files),
    ...entryPart("Exit status", manual.exitStatus),
    ...entryPart("Examples", manual.examples),
  ];
}

function optionItem({ names, value, description }: OptionEntry): string {
  const all = names.join(", ");
  const term = value === undefined ? all : `${all} <${value}>`;
  return `- \`${term}\`: ${description}`;
}

function entryPart(title: string, entries: readonly Entry[]): string[] {
  return entries.length === 0 ? [] : [`### ${title}`, ...entryList(entries)];
}

function entryList(entries: readonly Entry[]): string[] {
  return [
    entries.map(([term, text]) => `- \`${term}\`: ${text}`).join("\n"),
  ];
}
