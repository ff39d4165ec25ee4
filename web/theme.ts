/**
 * The colours of the page, for what CSS can't draw: plots. `styles/tokens.css`
 * has the same colours for everything else.
 *
 * @module
 */

/** Colours of one theme, as `#rrggbb`. */
export interface Theme {
  /** Behind everything. */
  readonly background: string;
  /** Behind plots and tables. */
  readonly surface: string;
  /** Text. */
  readonly text: string;
  /** Labels of axes, and other secondary text. */
  readonly muted: string;
  /** Lines of grids and tables. */
  readonly line: string;
  /** Links, selections, the cursor. */
  readonly accent: string;
  /**
   * Colours of senders. Neighbours differ in lightness as well, so that people
   * who can't tell red from green can tell them apart.
   */
  readonly series: readonly string[];
  /** Colours of a heat map, from the smallest value to the largest. */
  readonly heat: readonly string[];
}

/** The theme for bright surroundings. */
export const LIGHT: Theme = {
  background: "#f7f8f9",
  surface: "#ffffff",
  text: "#1a1f25",
  muted: "#59636e",
  line: "#dfe3e7",
  accent: "#0b62b0",
  series: [
    "#0b62b0",
    "#e06c00",
    "#00856b",
    "#7a1f45",
    "#3598d2",
    "#c85a9e",
    "#7a4fe0",
    "#6b5310",
    "#c0392b",
    "#8a929b",
  ],
  heat: ["#f3f6fa", "#bfd7ec", "#7fb2dc", "#3a86c4", "#12599c", "#082f5c"],
};

/** The theme for dark surroundings. */
export const DARK: Theme = {
  background: "#101317",
  surface: "#171b20",
  text: "#e4e8ec",
  muted: "#98a3af",
  line: "#2b3138",
  accent: "#6cb2f2",
  series: [
    "#5ba8ee",
    "#f08a3c",
    "#2fbf93",
    "#d6408a",
    "#bfe3ff",
    "#f0d060",
    "#7a6cf0",
    "#9aa4af",
    "#c96a52",
    "#8fe0a8",
  ],
  heat: ["#171b20", "#1b3a59", "#1f5f95", "#3a8fd0", "#8cc3ee", "#eaf5ff"],
};

/** Dashes in pixels, for when there are more senders than colours. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [
  8,
  3,
  2,
  3,
]];

/** How a line is drawn. */
export interface LineStyle {
  /** Its colour. */
  readonly colour: string;
  /** Lengths of its dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

/** The style of the line with a number from 0. */
export function lineStyle(theme: Theme, number: number): LineStyle {
  const { series } = theme;
  const round = Math.floor(number / series.length) % DASHES.length;
  return {
    colour: series[number % series.length] ?? theme.text,
    dash: DASHES[round] ?? [],
  };
}
