/**
 * The style sheet of a report, in the style of the page (`web/styles`).
 *
 * @module
 */
import { type Colours, DARK, LIGHT } from "./colours.ts";

function tokens(colours: Colours): string {
  return Object.entries(colours).map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}

/** The style sheet. */
export const STYLE: string = `
:root { color-scheme: light dark; ${tokens(LIGHT)}; --radius: 6px;
  --small: 0.8125rem; --edge: clamp(0.875rem, 3vw, 2rem);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono",
    monospace; }
@media (prefers-color-scheme: dark) { :root { ${tokens(DARK)} } }
*, *::before, *::after { box-sizing: border-box; }
html { font: 0.9375rem / 1.45 var(--sans); font-variant-numeric: tabular-nums;
  background: var(--background); color: var(--text);
  -webkit-text-size-adjust: 100%; }
body { margin: 0; }
h1, h2, h3, p, dl, dd, ol, figure { margin: 0; }
h1 { font-size: 1.4rem; font-weight: 650; letter-spacing: -0.01em;
  line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: 650; overflow-wrap: anywhere; }
b { font-weight: 600; }
.muted { color: var(--muted); }
.small { font-size: var(--small); }
.unseen { position: absolute; overflow: hidden; width: 1px; height: 1px;
  clip-path: inset(50%); white-space: nowrap; }
.top { display: flex; align-items: center; gap: 0.5rem; min-height: 3.25rem;
  padding: 0 var(--edge); border-bottom: 1px solid var(--line);
  background: var(--surface); }
.logo { width: 1.75rem; height: 1.75rem; border-radius: var(--radius);
  background: var(--accent); }
.logo path { fill: none; stroke: var(--accent-text); stroke-width: 2.6;
  stroke-linecap: round; stroke-linejoin: round; }
.brand { font-weight: 700; letter-spacing: 0.02em; }
.made { margin-left: auto; color: var(--muted); font-size: var(--small); }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem;
  max-width: 76rem; margin: 0 auto; padding: 1.25rem var(--edge) 3rem; }
section, .head { display: grid; grid-template-columns: minmax(0, 1fr);
  gap: 0.75rem; }
.head { gap: 0.5rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0 1rem; color: var(--muted);
  font-size: var(--small); overflow-wrap: anywhere; }
.section-head { display: flex; flex-wrap: wrap; align-items: baseline;
  gap: 0 0.75rem; }
.glyph { flex: none; width: 1em; height: 1em; vertical-align: -0.125em;
  color: var(--muted); }
.glyph .fill { fill: currentcolor; }
.glyph .draw { fill: none; stroke: currentcolor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
.glyph-complete { color: var(--good); }
.glyph-incomplete, .glyph-missing { color: var(--bad); }
.glyph-flawed, .glyph-wrong { color: var(--warn); }
.verdict { display: flex; align-items: baseline; gap: 0.625rem;
  margin-top: 0.5rem; padding: 0.75rem 1rem; border-left: 3px solid;
  border-radius: var(--radius); font-size: 1.0625rem;
  overflow-wrap: anywhere; }
.verdict p { color: var(--text); }
.verdict .glyph { transform: translateY(0.1em); }
.verdict-complete { border-color: var(--good); background: var(--good-soft); }
.verdict-flawed { border-color: var(--warn); background: var(--warn-soft); }
.verdict-incomplete { border-color: var(--bad); background: var(--bad-soft); }
.figures { display: grid; gap: 0.5rem 1rem; margin-top: 0.5rem;
  grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); }
.figures dt { color: var(--muted); font-size: var(--small); }
.figures dd { font-size: 1.25rem; font-weight: 600; line-height: 1.3; }
.figures .bad { color: var(--bad); }
.figures .warn { color: var(--warn); }
.frame { border: 1px solid var(--line); border-radius: var(--radius);
  background: var(--surface); overflow: hidden; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.4375rem 0.875rem; text-align: left;
  vertical-align: baseline; }
thead th { padding-block: 0.375rem; border-bottom: 1px solid var(--line);
  color: var(--muted); font-size: var(--small); font-weight: 550;
  white-space: nowrap; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th { font-weight: 550; overflow-wrap: anywhere; }
td { overflow-wrap: anywhere; }
.figure { text-align: right; white-space: nowrap; }
.bad { color: var(--bad); font-weight: 550; }
.warn { color: var(--warn); font-weight: 550; }
.severity { white-space: nowrap; width: 7rem; }
.severity .glyph { margin-right: 0.4em; }
.note td, .note th { color: var(--muted); font-weight: 400; }
.findings .where { width: 18%; }
.lanes { table-layout: fixed; }
.lanes td, .lanes th { vertical-align: middle; }
.lanes .who { width: 15%; }
.lanes .count { width: 6rem; }
.lanes .rate, .lanes .few { width: 5.5rem; }
.lanes .span { width: 11.5rem; }
.lanes .drift { width: 15rem; }
.who .glyph { margin-right: 0.4em; }
.ends { display: flex; justify-content: space-between; font-weight: 400; }
.lane { display: block; width: 100%; height: 1.75rem; overflow: visible; }
.lane .area { fill: var(--accent-soft); }
.lane .edge { fill: none; stroke: var(--accent); stroke-width: 1.25;
  vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.lane .base { stroke: var(--line); stroke-width: 1;
  vector-effect: non-scaling-stroke; }
.band { fill: var(--bad-soft); }
.tick-bad { fill: var(--bad); }
.tick-warn { fill: var(--warn); }
.lane .points { fill: none; stroke: var(--accent); stroke-width: 3.5;
  stroke-linecap: round; vector-effect: non-scaling-stroke; }
.lane .fit { stroke: var(--warn); stroke-width: 1.25;
  vector-effect: non-scaling-stroke; }
.lane .zero { stroke: var(--strong-line); stroke-width: 1;
  stroke-dasharray: 3 3; vector-effect: non-scaling-stroke; }
.range { display: block; color: var(--muted);
  font-size: 0.6875rem; line-height: 1.2; }
.plot { padding: 0.75rem 1rem 0.5rem; }
.plot figcaption { color: var(--muted); font-size: var(--small); }
.canvas { position: relative; margin: 0.875rem 0 0 3.75rem; }
.canvas svg { display: block; width: 100%; overflow: visible; }
.canvas .rates { height: 9rem; }
.canvas .area { fill: var(--accent-soft); }
.canvas .edge { fill: none; stroke: var(--accent); stroke-width: 1.5;
  vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.canvas .grid { stroke: var(--line); stroke-width: 1;
  vector-effect: non-scaling-stroke; }
.canvas .rail { height: 0.5rem; margin-top: 0.375rem; }
.rail .empty { fill: var(--sunken); }
.rail .long { opacity: 0.3; }
.y { position: absolute; right: calc(100% + 0.5rem); color: var(--muted);
  font-size: var(--small); line-height: 1; transform: translateY(-50%);
  white-space: nowrap; }
.y-top { top: 0; }
.y-middle { top: 4.5rem; }
.y-floor { top: 9rem; }
.x { position: relative; height: 1.5rem; color: var(--muted);
  font-size: var(--small); }
.x span { position: absolute; top: 0.25rem; transform: translateX(-50%);
  white-space: nowrap; }
details summary { padding: 0.5rem 0.875rem; border-top: 1px solid var(--line);
  color: var(--muted); font-size: var(--small); cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.method { max-width: 46rem; color: var(--muted); font-size: var(--small); }
.method p + p { margin-top: 0.5rem; }
@media (max-width: 48rem) {
  .lanes, .lanes tbody, .findings, .findings tbody { display: block; }
  .lanes thead, .findings thead { display: none; }
  .lanes tr, .findings tr { display: flex; flex-wrap: wrap; gap: 0 1rem;
    padding: 0.5rem 0.875rem; }
  tbody tr + tr { border-top: 1px solid var(--line); }
  .lanes tr > *, .findings tr > * { width: auto !important; padding: 0;
    border: 0 !important; text-align: left; }
  .lanes .who, .lanes .wide, .findings .what { flex: 0 0 100%; }
  .lanes .wide { padding: 0.25rem 0; }
  .lanes td:not([data-label=""])::before { content: attr(data-label) " ";
    color: var(--muted); font-size: var(--small); font-weight: 400; }
  .canvas { margin-left: 3rem; }
  .made { display: none; }
}
@media print {
  :root { color-scheme: light; ${tokens(LIGHT)}; --background: #fff; }
  html { font-size: 9.5pt; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0.75rem 0 0; }
  .top { padding: 0; }
  tr, figure, .verdict, .method { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
}
@page { margin: 15mm; }
`;
