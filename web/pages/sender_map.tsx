/**
 * All senders as small squares: hundreds of them at a glance.
 *
 * @module
 */
import { useMemo } from "preact/hooks";
import { formatCount } from "../format/numbers.ts";
import { type MatrixRow, PULSE_TEXT } from "../model/matrix.ts";
import { Glyph } from "../parts/glyph.tsx";

const ORDER: readonly MatrixRow["pulse"][] = [
  "sending",
  "partly",
  "silent",
  "once",
  "counting",
  "ended",
];

/** One square for each sender, and what the colours mean. */
export function SenderMap({ rows }: { readonly rows: readonly MatrixRow[] }) {
  const key = JSON.stringify(rows.map(({ sender, pulse }) => [sender, pulse]));
  const squares = useMemo(() =>
    rows.map(({ sender, pulse }) => (
      <span
        key={sender}
        class={`square square-${pulse}`}
        title={`${sender}: ${PULSE_TEXT[pulse]}`}
      />
    )), [key]);
  const counts = ORDER.map((pulse) => ({
    pulse,
    count: rows.filter((row) => row.pulse === pulse).length,
  })).filter(({ count }) => count > 0);
  return (
    <div class="sender-map">
      <div class="squares" aria-hidden="true">{squares}</div>
      <ul class="legend">
        {counts.map(({ pulse, count }) => (
          <li key={pulse}>
            <Glyph name={pulse} />
            {formatCount(count)} {PULSE_TEXT[pulse]}
          </li>
        ))}
      </ul>
    </div>
  );
}
