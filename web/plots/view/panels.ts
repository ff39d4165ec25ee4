/**
 * Which panels show which columns.
 *
 * @module
 */
import type { ColumnShape } from "../../../archive/archive.ts";

/** How a panel draws its columns. */
export type PanelKind = "lines" | "steps" | "heat" | "log";

/** A part of the plot with a value axis of its own, or a log. */
export interface PanelShape {
  /** How it draws. */
  readonly kind: PanelKind;
  /** Its columns: several of one unit, or one; all texts of a log. */
  readonly columns: readonly ColumnShape[];
  /** The unit of the value axis. */
  readonly unit?: string;
}

/** The most columns that a page selects by itself. */
const FIRST_COLUMNS = 3;

/**
 * The columns to show: those of the `names` that exist, in the order of the
 * table; without any the first numbers or booleans, else the first vector, else
 * the first texts.
 */
export function chosenColumns(
  columns: readonly ColumnShape[],
  names: readonly string[],
): ColumnShape[] {
  const chosen = columns.filter(({ name }) => names.includes(name));
  if (chosen.length > 0) return chosen;
  const plotted = columns.filter(isLine).slice(0, FIRST_COLUMNS);
  if (plotted.length > 0) return plotted;
  const vector = columns.find(({ kind }) => kind === "vector");
  return vector === undefined ? columns.slice(0, FIRST_COLUMNS) : [vector];
}

/**
 * The panels for columns: one for each, except that texts and blobs share a log
 * at the end, and columns of the same unit a panel if `joined`.
 */
export function panelsFor(
  columns: readonly ColumnShape[],
  joined: boolean,
): PanelShape[] {
  const panels: PanelShape[] = [];
  for (const column of columns.filter((each) => !isText(each))) {
    const kind = panelKind(column);
    const { unit } = column;
    const at = panels.findIndex((panel) =>
      joined && kind === "lines" && panel.kind === kind &&
      unit !== undefined && panel.unit === unit
    );
    if (at < 0) panels.push({ kind, columns: [column], unit });
    else panels[at] = { kind, unit, columns: [...panels[at].columns, column] };
  }
  const texts = columns.filter(isText);
  return texts.length === 0
    ? panels
    : [...panels, { kind: "log", columns: texts }];
}

/** Whether some columns could share a panel. */
export function canJoin(columns: readonly ColumnShape[]): boolean {
  const units = columns.filter(({ kind, unit }) =>
    kind === "number" && unit !== undefined
  ).map(({ unit }) => unit);
  return new Set(units).size < units.length;
}

/** Whether a column is drawn as lines: a number or a boolean. */
export function isLine({ kind }: ColumnShape): boolean {
  return kind === "number" || kind === "boolean";
}

/** Whether a column is shown in a log: a text or a blob. */
export function isText({ kind }: ColumnShape): boolean {
  return kind === "text" || kind === "blob";
}

/** A column with its unit: `power [W]`. */
export function columnTitle({ name, unit }: ColumnShape): string {
  return unit === undefined || unit === "" ? name : `${name} [${unit}]`;
}

function panelKind({ kind }: ColumnShape): PanelKind {
  if (kind === "boolean") return "steps";
  return kind === "vector" ? "heat" : "lines";
}
