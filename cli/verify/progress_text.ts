/**
 * The progress of a comparison as text.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import type { Progress } from "../../verify/report.ts";
import type { ProgressText } from "../process/progress_line.ts";

/** What is read, how much was read in `seconds`, and how fast. */
export function progressText(
  { subject, step, rows }: Progress,
  seconds: number,
): ProgressText {
  const doing = step === "compare" ? "comparing" : "finding differences in";
  const rate = Math.round(rows / seconds);
  return {
    bar: `${doing} ${quoteText(subject)}: ${number(rows)} rows read, ` +
      `${number(rate)}/s`,
  };
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
