/**
 * A report as JSON, for programs.
 *
 * @module
 */
import { quoteJson } from "../../codec/values/quote.ts";
import type { Report } from "../report.ts";

/** The version of the format; other values of it mean other names. */
const REPORT_FORMAT = 1;

/**
 * One line of JSON: the {@linkcode Report}, and `format`, the version.
 */
export function jsonReport(report: Report): string {
  const text = JSON.stringify({ format: REPORT_FORMAT, ...report });
  return `${quoteJson(text)}\n`;
}
