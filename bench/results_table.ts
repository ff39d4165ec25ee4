/**
 * Tables of results, in Markdown.
 *
 * @module
 */
import {
  contestantsOf,
  type Entry,
  type FigureName,
  median,
  medianRatio,
  roundsOf,
  type Run,
} from "./results.ts";

/** A column with a figure. */
export interface Column {
  /** Its head. */
  readonly head: string;
  /** The figure. */
  readonly figure: FigureName;
  /** What it is divided by. */
  readonly unit: number;
  /** Digits after the point. */
  readonly digits: number;
  /** Whether it is also given relative to the last contestant's. */
  readonly isCompared?: boolean;
  /** Greater values are bold. */
  readonly limit?: number;
}

/** A scenario with its title. */
interface Titled {
  readonly name: string;
  readonly title: string;
}

/** A column of memory, in MiB. */
export function memory(head: string, figure: FigureName): Column {
  return { head, figure, unit: 2 ** 20, digits: 0, isCompared: true };
}

/**
 * A row for each contestant in each scenario. Further columns have the rates
 * relative to those of `yardsticks`.
 */
export function resultsTable(
  runs: readonly Run[],
  scenarios: readonly Titled[],
  columns: readonly Column[],
  yardsticks: readonly Entry[] = [],
): string {
  const names = contestantsOf(runs, scenarios);
  const rows = scenarios.flatMap(({ name: scenario, title }) =>
    names.flatMap((contestant) => {
      const isMeasured = runs.some((run) =>
        run.scenario === scenario && run.contestant === contestant
      );
      if (!isMeasured) return [];
      const entry = { scenario, contestant };
      const last = { scenario, contestant: names[names.length - 1] };
      const rates = roundsOf(runs, entry, "rate");
      return [[
        title === "" ? contestant : `${title}, ${contestant}`,
        ...columns.map((column) => cell(runs, column, entry, last)),
        ...yardsticks.map((yardstick) =>
          fixed(medianRatio(rates, roundsOf(runs, yardstick, "rate")), 2)
        ),
      ]];
    })
  );
  const isCompared = names.length > 1;
  const heads = columns.map((column) =>
    column.isCompared && isCompared
      ? `${column.head} (x ${names.at(-1)})`
      : column.head
  );
  const against = yardsticks.map(({ contestant }) => `x ${contestant}`);
  return table(["", ...heads, ...against], rows);
}

/** A table; columns with numbers only are aligned at their ends. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const isText = (i: number) =>
    rows.some((row) => !/^[-.\d() *]*$/.test(row[i]));
  const rule = heads.map((_, i) => isText(i) ? "---" : "--:");
  return [heads, rule, ...rows].map(line).join("\n");
}

/** The value with this number of digits; `-` if it is unknown. */
export function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? "-" : value.toFixed(digits);
}

function cell(
  runs: readonly Run[],
  { figure, unit, digits, isCompared, limit = Infinity }: Column,
  entry: Entry,
  last: Entry,
): string {
  const rounds = roundsOf(runs, entry, figure);
  const value = median(rounds);
  const text = fixed(value && value / unit, digits);
  if (value !== undefined && value > limit) return `**${text}**`;
  if (!isCompared || entry.contestant === last.contestant) return text;
  const ratio = medianRatio(rounds, roundsOf(runs, last, figure));
  return ratio === undefined ? text : `${text} (${ratio.toFixed(2)})`;
}
