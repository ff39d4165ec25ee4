/**
 * Prints what a check has found.
 *
 * @module
 */
import process from "node:process";
import { variable } from "../options/environment.ts";
import type { Finding } from "./finding.ts";
import { findingsTable } from "./findings_table.ts";

/** Prints the findings; returns the exit status, 1 if there is a problem. */
export function report(findings: readonly Finding[]): number {
  const { isTTY } = process.stdout;
  const coloured = isTTY === true && variable("NO_COLOR") === undefined;
  process.stdout.write(findingsTable(findings, coloured));
  return findings.some(({ state }) => state === "problem") ? 1 : 0;
}
