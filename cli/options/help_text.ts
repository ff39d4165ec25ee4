/**
 * The parts of a help text after the options.
 *
 * @module
 */
import { Help } from "commander";
import type { Entry, Manual } from "./manual.ts";

/** Examples, environment and signals, in commander's layout. */
export function helpText(manual: Manual): string {
  const help = new Help();
  const section = (title: string, entries: readonly Entry[]): string => {
    if (entries.length === 0) return "";
    const width = Math.max(...entries.map(([term]) => term.length));
    const items = entries.map(([term, text]) =>
      help.formatItem(term, width, text, help)
    );
    return ["", `${title}:`, ...items].join("\n");
  };
  return [
    section("Examples", manual.examples),
    section("Environment", manual.environment),
    section("Signals", manual.signals),
  ].filter((text) => text !== "").join("\n") + "\n";
}
