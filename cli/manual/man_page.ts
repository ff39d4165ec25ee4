/**
 * Manual pages in man(7) format.
 *
 * @module
 */
import { Help } from "commander";
import config from "../../deno.json" with { type: "json" };
import type { Entry } from "../options/manual.ts";
import { type OptionEntry, optionGroups } from "../options/option_groups.ts";
import type { Documented } from "./pages.ts";

const COLUMNS = 78;

/** The manual page of a program. */
export function manPage({ command, manual }: Documented): string {
  const { program, summary, description, operands = "", seeAlso } = manual;
  const name = program.replaceAll(" ", "-");
  return [
    `.TH ${roff(name.toUpperCase())} 1 "" "oml2\\-ts ${config.version}" OML`,
    ".nh",
    ".SH NAME",
    `${roff(name)} \\- ${roff(summary)}`,
    ".SH SYNOPSIS",
    `.B ${roff(program)}`,
    `${roff(operands)} [\\fIOPTION\\fR...]`.trimStart(),
    ".SH DESCRIPTION",
    description.map(paragraph).join("\n.PP\n"),
    ".SH OPTIONS",
    paragraph(
      "A value follows its option as in -d4, -d 4, --debug-level=4 or " +
        "--debug-level 4.",
    ),
    ...optionGroups(command).flatMap(({ title, options }) => [
      `.SS ${roff(title)}`,
      ...options.flatMap(optionItem),
    ]),
    ...manual.topics.flatMap(({ title, text, entries }) => [
      `.SH ${title.toUpperCase()}`,
      paragraph(text),
      ...entries.flatMap(item),
    ]),
    ...section("ENVIRONMENT", manual.environment),
    ...section("SIGNALS", manual.signals),
    ...section("FILES", manual.files),
    ...section("EXIT STATUS", manual.exitStatus),
    ...section("EXAMPLES", manual.examples),
    ".SH SEE ALSO",
    seeAlso.map(roff).join(",\n"),
    "",
  ].join("\n");
}

function optionItem({ names, value, description }: OptionEntry): string[] {
  const bold = names.map((name) => `\\fB${roff(name)}\\fR`).join(", ");
  const term = value === undefined ? bold : `${bold} \\fI${roff(value)}\\fR`;
  return [".TP", term, paragraph(description)];
}

function section(title: string, entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  return [`.SH ${title}`, ...entries.flatMap(item)];
}

function item([term, meaning]: Entry): string[] {
  return [".TP", `.B ${roff(term)}`, paragraph(meaning)];
}

/** Text in lines of suitable length, none of which is a request. */
function paragraph(text: string): string {
  return new Help().boxWrap(roff(text), COLUMNS)
    .replace(/^(?=[.'])/gm, "\\&");
}

/** Text without escapes; minus signs are kept. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replaceAll("~", "\\(ti");
}
