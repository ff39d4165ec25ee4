/**
 * The colours of a report: those of the page, `web/styles/tokens.css`; a test
 * compares them.
 *
 * @module
 */

/** Colours by name. */
export type Colours = Readonly<Record<string, string>>;

/** For bright surroundings, and for paper. */
export const LIGHT: Colours = {
  "background": "#f7f8f9",
  "surface": "#ffffff",
  "text": "#1a1f25",
  "muted": "#59636e",
  "line": "#dfe3e7",
  "accent": "#0b62b0",
  "sunken": "#eef1f3",
  "strong-line": "#858f99",
  "accent-text": "#ffffff",
  "accent-soft": "#e6f0f9",
  "good": "#00714f",
  "good-soft": "#e3f3ec",
  "bad": "#b03a00",
  "bad-soft": "#fdece3",
  "warn": "#7d5700",
  "warn-soft": "#fbf1d6",
};

/** For dark surroundings. */
export const DARK: Colours = {
  "background": "#101317",
  "surface": "#171b20",
  "text": "#e4e8ec",
  "muted": "#98a3af",
  "line": "#2b3138",
  "accent": "#6cb2f2",
  "sunken": "#1f242a",
  "strong-line": "#6b7580",
  "accent-text": "#0d1a26",
  "accent-soft": "#15283a",
  "good": "#4cc79c",
  "good-soft": "#122a22",
  "bad": "#ff9463",
  "bad-soft": "#361d12",
  "warn": "#e0b44c",
  "warn-soft": "#2f2610",
};
