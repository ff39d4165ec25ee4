/**
 * Small signs: each has a shape of its own, so that nothing depends on colours
 * alone.
 *
 * @module
 */
import type { MatrixRow } from "../model/matrix.ts";
import type { Tone } from "../model/summary.ts";

/** The name of a sign. */
export type GlyphName = Tone | MatrixRow["pulse"];

const DISC = "M8 3.5a4.5 4.5 0 1 0 .01 0z";
const RING = "M8 4a4 4 0 1 0 .01 0z";
const CROSS = "M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6";
const TRIANGLE = "M8 2.8l5.6 10H2.4zM8 6.6v3M8 11.2v.1";
const LEFT_HALF = "M8 3.5a4.5 4.5 0 0 0 0 9z";
const BAR = "M4 8h8";
const DOTS = "M3.5 8h.1M8 8h.1M12.5 8h.1";

/** Paths, and whether each is filled or drawn. */
const SHAPES: Readonly<
  Record<GlyphName, readonly (readonly ["fill" | "draw", string])[]>
> = {
  good: [["fill", DISC]],
  bad: [["draw", CROSS]],
  warn: [["draw", TRIANGLE]],
  calm: [["draw", RING]],
  sending: [["fill", DISC]],
  silent: [["draw", CROSS]],
  partly: [["draw", RING], ["fill", LEFT_HALF]],
  ended: [["draw", BAR]],
  once: [["draw", RING]],
  counting: [["draw", DOTS]],
};

/** A sign; the text next to it says the same. */
export function Glyph({ name }: { readonly name: GlyphName }) {
  return (
    <svg class={`glyph glyph-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name].map(([how, d]) => <path key={d} class={how} d={d} />)}
    </svg>
  );
}
