/**
 * Colors, marks and fonts of the charts.
 *
 * @module
 */

/** Colors that color-blind readers can distinguish, on light and on dark. */
const COLOURS = [
  { light: "#0969da", dark: "#58a6ff" },
  { light: "#bc4c00", dark: "#f0883e" },
  { light: "#1a7f37", dark: "#56d364" },
  { light: "#8250df", dark: "#bc8cff" },
];

/** Marks, as paths around 0,0: circle, square, triangle, diamond. */
export const MARKS = [
  "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
  "M-4,-4h8v8h-8z",
  "M0,-5l5,9h-10z",
  "M0,-5.5l5.5,5.5l-5.5,5.5l-5.5,-5.5z",
];

/** The style sheet: class `cN` is a line of series N, `fN` its filled marks. */
export const STYLE = `
text { font: 12px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
.title { font-size: 15px; font-weight: 600; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
${
  theme("light", {
    paper: "#ffffff",
    ink: "#1f2328",
    faint: "#59636e",
    grid: "#d1d9e0",
  })
}
@media (prefers-color-scheme: dark) {
${
  theme("dark", {
    paper: "#0d1117",
    ink: "#f0f6fc",
    faint: "#9198a1",
    grid: "#3d444d",
  })
}
}`;

function theme(
  name: "light" | "dark",
  { paper, ink, faint, grid }: Record<string, string>,
): string {
  const colours = COLOURS.map((colour, i) =>
    `.c${i} { stroke: ${colour[name]}; } .f${i} { fill: ${colour[name]}; }`
  );
  return [
    `.paper { fill: ${paper}; } .grid { stroke: ${grid}; }`,
    `.ink { fill: ${ink}; } .faint { fill: ${faint}; }`,
    ...colours,
  ].join("\n");
}
