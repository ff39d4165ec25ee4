/**
 * Whether the plot is live and complete, in words.
 *
 * @module
 */
import { Glyph, type GlyphName } from "../../parts/glyph.tsx";
import { plotNotes } from "../view/plot_notes.ts";
import type { Plot } from "./use_plot.tsx";

/** Notes beside the tools. */
export function PlotNotes(
  { plot: { session, stage } }: { readonly plot: Plot },
) {
  const notes = plotNotes({
    isLive: session.isLive,
    isConnected: session.isConnected,
    hasData: session.data !== undefined,
    lastRow: session.lastRow,
    silence: session.silence,
    covered: session.covered,
    range: stage.range,
    times: stage.times,
  });
  return (
    <div class="plot-notes" role="status">
      {notes.map(({ tone, text }) => (
        <p key={text} class={`tone-${tone}`}>
          <Glyph name={tone satisfies GlyphName} />
          <span>{text}</span>
        </p>
      ))}
    </div>
  );
}
