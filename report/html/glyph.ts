/**
 * Small signs, as on the page: each has a shape of its own, so that nothing
 * depends on colours alone.
 *
 * @module
 */
import type { Severity, State } from "../report.ts";
import { Markup, markup } from "./markup.ts";

const DISC = '<path class="fill" d="M8 3.5a4.5 4.5 0 1 0 .01 0z"/>';
const CROSS = '<path class="draw" d="M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6"/>';
const TRIANGLE =
  '<path class="draw" d="M8 2.8l5.6 10H2.4zM8 6.6v3M8 11.2v.1"/>';
const RING = '<path class="draw" d="M8 4a4 4 0 1 0 .01 0z"/>';

const SHAPES: Readonly<Record<State | Severity, string>> = {
  complete: DISC,
  incomplete: CROSS,
  missing: CROSS,
  flawed: TRIANGLE,
  wrong: TRIANGLE,
  note: RING,
};

/** A sign; the text next to it says the same. */
export function glyph(name: State | Severity): Markup {
  return markup`<svg class="glyph glyph-${name}" viewBox="0 0 16 16" aria-hidden="true">${new Markup(
    SHAPES[name],
  )}</svg>`;
}
