/**
 * Formats the findings of a check.
 *
 * @module
 */
import { styleText } from "node:util";
import { quoteText } from "../../codec/values/quote.ts";
import type { Finding, State } from "./finding.ts";

const COLOURS = {
  ok: "green",
  warning: "yellow",
  problem: "red",
  unchecked: "gray",
} as const;

/** One line per finding, one for its remedy, and a summary. */
export function findingsTable(
  findings: readonly Finding[],
  coloured: boolean,
): string {
  const states = width(findings.map(({ state }) => state));
  const subjects = width(findings.map(({ subject }) => subject));
  const indent = " ".repeat(states + subjects + 4);
  const lines = findings.flatMap(({ state, subject, text, remedy }) => [
    `${paint(state, state.padEnd(states), coloured)}  ` +
    `${subject.padEnd(subjects)}  ${show(text)}`,
    ...(remedy === undefined ? [] : [`${indent}→ ${show(remedy)}`]),
  ]);
  return [...lines, "", summary(findings), ""].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const count = (state: State) =>
    findings.filter((finding) => finding.state === state).length;
  const problems = plural(count("problem"), "problem");
  const warnings = plural(count("warning"), "warning");
  return `${problems}, ${warnings}; nothing was started`;
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function paint(state: State, text: string, coloured: boolean): string {
  if (!coloured) return text;
  return styleText(COLOURS[state], text, { validateStream: false });
}

function width(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function show(text: string): string {
  return quoteText(text, 500);
}
