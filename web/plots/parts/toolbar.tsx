/**
 * What the plot shows, and how to move in it.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { Clock } from "../../../archive/rows.ts";
import type { TimeStyle } from "../time/time_text.ts";
import { canJoin } from "../view/panels.ts";
import { spanChoices, spanOf, spanValue } from "../view/spans.ts";
import { Columns } from "./columns.tsx";
import { CsvLink } from "./csv_link.tsx";
import { Help } from "./help.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { PlotNotes } from "./plot_notes.tsx";
import type { Plot } from "./use_plot.tsx";

/** The tools above the plot. */
export function Toolbar({ plot }: { readonly plot: Plot }) {
  const { session } = plot;
  return (
    <div class="plot-tools">
      <Columns session={session} />
      <div class="tools plot-moves">
        <Moves plot={plot} />
        <Times plot={plot} />
        {canJoin(session.subject.columns) && (
          <label class="check">
            <input
              type="checkbox"
              checked={session.state.joined}
              onChange={(event) =>
                session.set({ joined: event.currentTarget.checked })}
            />
            Same unit, one panel
          </label>
        )}
        <CsvLink plot={plot} />
        <PlotNotes plot={plot} />
      </div>
    </div>
  );
}

function Moves({ plot: { session } }: { readonly plot: Plot }) {
  const [hasHelp, setHelp] = useState(false);
  const { isLive } = session;
  const { span } = session.state;
  return (
    <>
      <button
        type="button"
        class={isLive ? "follow is-live" : "follow"}
        aria-pressed={isLive}
        onClick={() => session.moves.togglePause()}
      >
        <Icon name={isLive ? "pause" : "play"} />
        {isLive ? "Pause" : "Follow"}
      </button>
      <select
        aria-label="Length of the live plot"
        value={isLive ? spanValue(span) : ""}
        onChange={(event) =>
          session.set({
            live: true,
            span: spanOf(event.currentTarget.value),
            from: undefined,
            to: undefined,
          })}
      >
        {!isLive && <option value="" disabled>Part of the time</option>}
        {spanChoices(span).map(({ value, text }) => (
          <option key={value} value={value}>{text}</option>
        ))}
      </select>
      <div class="button-group" role="group" aria-label="Move in the time">
        <Tool
          name="left"
          label="Earlier"
          onClick={() => session.moves.pan(-0.25)}
        />
        <Tool
          name="right"
          label="Later"
          onClick={() => session.moves.pan(0.25)}
        />
        <Tool
          name="minus"
          label="Zoom out"
          onClick={() => session.moves.zoom(2)}
        />
        <Tool
          name="plus"
          label="Zoom in"
          onClick={() => session.moves.zoom(0.5)}
        />
        <Tool
          name="whole"
          label="Usual view"
          onClick={() => session.moves.reset()}
        />
        <Tool name="help" label="Help" onClick={() => setHelp(true)} />
      </div>
      {hasHelp && <Help onClose={() => setHelp(false)} />}
    </>
  );
}

function Tool(
  { name, label, onClick }: {
    readonly name: IconName;
    readonly label: string;
    readonly onClick: () => void;
  },
) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}

function Times({ plot: { session, stage } }: { readonly plot: Plot }) {
  const { clock, time = "relative" } = session.state;
  return (
    <>
      <select
        aria-label="Clock"
        value={clock}
        onChange={(event) =>
          session.set({ clock: event.currentTarget.value as Clock })}
      >
        <option value="server">Server's clock</option>
        <option value="client">Clients' clocks</option>
      </select>
      {stage.hasStart && (
        <select
          aria-label="Times"
          value={time}
          onChange={(event) =>
            session.set({ time: event.currentTarget.value as TimeStyle })}
        >
          <option value="relative">Since the start</option>
          <option value="utc">UTC</option>
          <option value="local">Local time</option>
        </select>
      )}
    </>
  );
}
