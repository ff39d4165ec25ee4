/**
 * What the figures mean.
 *
 * @module
 */
import { type Markup, markup } from "./markup.ts";

/** How the report was made, in short. */
export function methodSection(): Markup {
  return markup`<section><h2>How to read this</h2><div class="method">
<p><b>Missing and twice</b> are counted by sequence numbers. A client that was started again counts from the beginning, which is no gap; tuples with the number and the client's time of others are stored twice. Ticks below a line are at gaps (red) and duplicates (amber). A lost end leaves no gap: it shows as an early end.</p>
<p><b>A silence</b> is a band behind a line. It is exceptional beyond five seconds and five usual intervals of a sender that measures regularly; a sender at irregular times may have nothing to say, which is only noted. Each line has a scale of its own, up to the sender's highest rate.</p>
<p><b>The offset</b> of a clock is the largest difference of client and server time. A tuple needs time from client to server, so the fastest ones of each part of the run are closest to the offset; their slope (Theil and Sen) is the drift. A delay that all tuples have can't be told from a clock that is behind.</p>
</div></section>`;
}
