/**
 * A plot in words.
 *
 * @module
 */
import type { DrawnLine } from "../draw/canvas_types.ts";
import { formatNumber } from "../../format/numbers.ts";
import { valueText } from "./number_text.ts";
import { columnTitle, type PanelShape } from "./panels.ts";

/** What a chart of lines shows: for those who don't see it. */
export function chartSummary(
  { columns, unit, kind }: PanelShape,
  lines: readonly DrawnLine[],
  times: string,
): string {
  const title = columns.map(columnTitle).join(", ");
  if (kind === "heat") return `Heat map of ${title} over ${times}.`;
  const drawn = lines.filter(({ pixels }) => pixels.min <= pixels.max);
  if (drawn.length === 0) return `${title}: no values in the shown time.`;
  const senders = new Set(drawn.map(({ sender }) => sender)).size;
  const low = Math.min(...drawn.map(({ pixels }) => pixels.min));
  const high = Math.max(...drawn.map(({ pixels }) => pixels.max));
  const unitText = unit === undefined || unit === "" ? "" : ` ${unit}`;
  const values = kind === "steps"
    ? low < high ? "true and false" : low > 0 ? "always true" : "always false"
    : `from ${valueText(low)} to ${valueText(high)}${unitText}`;
  return `${title} of ${formatNumber(senders, "sender")} over ${times}: ` +
    `${values}. The table of values has the numbers.`;
}
