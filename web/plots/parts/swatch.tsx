/**
 * A piece of a line, as it is drawn in the charts.
 *
 * @module
 */

/** A piece of a line in its colour and dashes. */
export function Swatch(
  { colour, dash }: {
    readonly colour: string;
    readonly dash: readonly number[];
  },
) {
  return (
    <svg class="swatch" viewBox="0 0 20 8" aria-hidden="true">
      <path
        d="M0 4h20"
        stroke={colour}
        stroke-width="3"
        stroke-dasharray={dash.length === 0 ? undefined : dash.join(" ")}
      />
    </svg>
  );
}
