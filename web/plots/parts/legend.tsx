/**
 * The senders: their colours, and their values at the cursor or the latest.
 *
 * @module
 */
import { useState } from "preact/hooks";
import { formatNumber } from "../../format/numbers.ts";
import { Glyph } from "../../parts/glyph.tsx";
import { ageText } from "../time/time_text.ts";
import { shortSpan } from "../view/number_text.ts";
import { columnTitle, isLine } from "../view/panels.ts";
import { lastValues, valuesAt } from "../view/readout.ts";
import { inOrder } from "../view/sender_order.ts";
import { Swatch } from "./swatch.tsx";
import type { Plot } from "./use_plot.tsx";

/** With more senders there is a search. */
const FEW = 12;
/** Shorter pauses are usual, in seconds. */
const QUIET = 5;
/** The most senders in the list. */
const MOST = 200;

/** A table of all senders and their values. */
export function Legend(
  { plot, known }: { readonly plot: Plot; readonly known: readonly string[] },
) {
  const [sought, setSought] = useState("");
  const { session, stage } = plot;
  const { hidden } = session.state;
  const all = inOrder(session.data?.senders ?? []);
  const senders = all.length > 0 ? all : inOrder(known);
  const matching = senders.filter((one) =>
    one.toLowerCase().includes(sought.trim().toLowerCase())
  );
  const time = stage.cursorTime;
  return (
    <section class="plot-legend" aria-label="Values by sender">
      <header>
        <h2>{formatNumber(senders.length, "sender")}</h2>
        <p class="muted small">
          {time === undefined ? "Latest values" : stage.times.full(time)}
        </p>
        {session.state.senders.length > 0 && (
          <button
            type="button"
            class="all-senders"
            onClick={() => session.set({ senders: [] })}
          >
            Show all senders
          </button>
        )}
      </header>
      {senders.length > FEW && (
        <div class="legend-tools">
          <input
            type="search"
            aria-label="Find senders"
            placeholder="Find senders"
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
          <button
            type="button"
            onClick={() => session.set({ hidden: without(hidden, matching) })}
          >
            Show
          </button>
          <button
            type="button"
            onClick={() =>
              session.set({ hidden: [...new Set([...hidden, ...matching])] })}
          >
            Hide
          </button>
        </div>
      )}
      <div class="legend-list" role="region" aria-label="Values" tabIndex={0}>
        <LegendTable
          plot={plot}
          senders={matching.slice(0, MOST)}
          all={senders}
        />
      </div>
      {matching.length > MOST && (
        <p class="muted small">
          {formatNumber(matching.length - MOST, "more sender")}: find them by
          name.
        </p>
      )}
    </section>
  );
}

function LegendTable(
  { plot, senders, all }: {
    readonly plot: Plot;
    readonly senders: readonly string[];
    readonly all: readonly string[];
  },
) {
  const columns = plot.session.subject.columns.filter(isLine);
  return (
    <table onMouseLeave={() => plot.stage.highlight(undefined)}>
      <thead>
        <tr>
          <th scope="col">Sender</th>
          {columns.map((column) => (
            <th key={column.name} scope="col" class="figure">
              {columnTitle(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {senders.map((sender) => (
          <SenderRow key={sender} plot={plot} sender={sender} all={all} />
        ))}
      </tbody>
    </table>
  );
}

function SenderRow(
  { plot, sender, all }: {
    readonly plot: Plot;
    readonly sender: string;
    readonly all: readonly string[];
  },
) {
  const { session, stage } = plot;
  const { hidden } = session.state;
  const isShown = !hidden.includes(sender);
  const columns = session.subject.columns.filter(isLine);
  const others = all.filter((one) => one !== sender);
  const isAlone = isShown && others.every((one) => hidden.includes(one));
  const classes = [
    isShown ? "" : "is-hidden",
    stage.focus === sender ? "is-focus" : "",
  ].join(" ").trim();
  return (
    <tr
      class={classes}
      onMouseEnter={() => stage.highlight(isShown ? sender : undefined)}
    >
      <th scope="row">
        <label>
          <input
            type="checkbox"
            checked={isShown}
            onChange={() =>
              session.set({
                hidden: isShown
                  ? [...hidden, sender]
                  : without(hidden, [sender]),
              })}
          />
          <Swatch {...stage.style(sender)} />
          <span class="sender-name" title={sender}>{sender}</span>
          <Silence plot={plot} sender={sender} />
        </label>
        {others.length > 0 && (
          <button
            type="button"
            class="only"
            aria-label={isAlone ? "Show all senders" : `Show only ${sender}`}
            onClick={() => session.set({ hidden: isAlone ? [] : others })}
          >
            {isAlone ? "all" : "only"}
          </button>
        )}
      </th>
      {columns.map(({ name, kind }) => (
        <td key={name} class="figure">
          {valueOf(plot, sender, name, kind === "boolean")}
        </td>
      ))}
    </tr>
  );
}

/** How long a sender of a live plot has been silent, if that is long. */
function Silence(
  { plot: { session, stage }, sender }: {
    readonly plot: Plot;
    readonly sender: string;
  },
) {
  const { isLive, data } = session;
  const { range } = stage;
  if (!isLive || data === undefined || range === undefined) return null;
  const times = session.subject.columns.filter(isLine)
    .map(({ name }) => data.lines.line(sender, name)?.points.lastTime ?? NaN)
    .filter((time) => !Number.isNaN(time));
  const silence = range.to - Math.max(...times);
  if (!(silence > QUIET) || !Number.isFinite(silence)) return null;
  return (
    <span class="silence" title="No new rows for this time">
      <Glyph name="silent" />
      {ageText(silence)}
    </span>
  );
}

function valueOf(
  { session, stage }: Plot,
  sender: string,
  column: string,
  isBoolean: boolean,
): string {
  const { range, cursorTime } = stage;
  const points = session.data?.lines.line(sender, column)?.points;
  if (points === undefined || range === undefined) return "–";
  const values = cursorTime === undefined
    ? lastValues(points, range)
    : valuesAt(points, cursorTime, range);
  if (values === undefined) return "–";
  if (!isBoolean) return shortSpan(values.low, values.high);
  if (values.low < values.high) return "both";
  return values.low > 0 ? "true" : "false";
}

function without(
  names: readonly string[],
  removed: readonly string[],
): string[] {
  return names.filter((name) => !removed.includes(name));
}
