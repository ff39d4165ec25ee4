/**
 * Tables in a frame, whose end is folded if they are long.
 *
 * @module
 */
import { formatCount } from "../../web/format/numbers.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";

/** The most rows that are shown at once. */
const MOST_ROWS = 40;

/** A column. */
export interface Column {
  /** Its class. */
  readonly name: string;
  /** Its title. */
  readonly title: MarkupValue;
  /** Its name in front of each value on a narrow screen; empty for none. */
  readonly label?: string;
}

/** A row. */
export interface Row {
  /** Its class. */
  readonly name?: string;
  /** The contents of its cells. */
  readonly cells: readonly MarkupValue[];
  /** The classes of its cells besides those of the columns, if any. */
  readonly tones?: readonly (string | undefined)[];
}

/** A section with a table. */
export interface TableSection {
  /** Its title. */
  readonly title: string;
  /** What stands next to the title. */
  readonly note: string;
  /** The class of the table. */
  readonly name: string;
  /** The columns; the first one that is called `who` names the row. */
  readonly columns: readonly Column[];
  /** The rows. */
  readonly rows: readonly Row[];
  /** What a row is, for the number of folded ones. */
  readonly noun: string;
}

/** The section; rows beyond the first ones are in a part that can be opened. */
export function tableSection(section: TableSection): Markup {
  const { title, note, rows, noun } = section;
  const folded = rows.slice(MOST_ROWS);
  const more = `${formatCount(folded.length)} more ${noun}${
    folded.length === 1 ? "" : "s"
  }`;
  return markup`<section>
<div class="section-head"><h2>${title}</h2> <span class="small muted">${note}</span></div>
<div class="frame">${table(section, rows.slice(0, MOST_ROWS))}${
    folded.length === 0
      ? ""
      : markup`<details><summary>${more}</summary>${
        table(section, folded)
      }</details>`
  }</div>
</section>`;
}

/** Narrow screens lay rows out differently, but they stay rows: the roles. */
function table(
  { title, name, columns }: TableSection,
  rows: readonly Row[],
): Markup {
  const titles = columns.map(({ name, title }) =>
    markup`<th class="${name}" scope="col" role="columnheader">${title}</th>`
  );
  return markup`<table class="${name}" role="table"><caption class="unseen">${title}</caption>
<thead role="rowgroup"><tr role="row">${titles}</tr></thead>
<tbody role="rowgroup">${
    rows.map((row) => rowOf(row, columns))
  }</tbody></table>`;
}

function rowOf(
  { name = "", cells, tones = [] }: Row,
  columns: readonly Column[],
): Markup {
  return markup`
<tr role="row" class="${name}">${
    columns.map((column, i) => {
      const names = `${column.name} ${tones[i] ?? ""}`.trim();
      return column.name === "who"
        ? markup`<th class="${names}" scope="row" role="rowheader">${
          cells[i]
        }</th>`
        : markup`<td class="${names}" role="cell" data-label="${
          column.label ?? ""
        }">${cells[i]}</td>`;
    })
  }</tr>`;
}
