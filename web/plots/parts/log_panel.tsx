/**
 * Texts and blobs as a log.
 *
 * @module
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatCount, formatNumber } from "../../format/numbers.ts";
import { isAtEnd, listWindow } from "../log/window.ts";
import type { LogLine } from "../log/log_lines.ts";
import { columnTitle, type PanelShape } from "../view/panels.ts";
import { Swatch } from "./swatch.tsx";
import type { Plot } from "./use_plot.tsx";

/** Height of a line in pixels; the style sheet has the same. */
const LINE = 24;

/** A log that follows its end, until the user scrolls up. */
export function LogPanel(
  { plot, panel }: { readonly plot: Plot; readonly panel: PanelShape },
) {
  const { session, stage } = plot;
  const [sought, setSought] = useState("");
  const log = session.data?.log;
  const hidden = new Set(session.state.hidden);
  const lines = log?.matching({ text: sought, hidden }) ?? [];
  const title = panel.columns.map(columnTitle).join(" · ");
  const count = sought === ""
    ? formatNumber(lines.length, "line")
    : `${formatNumber(lines.length, "line")} of ${
      formatCount(log?.lines.length ?? 0)
    }`;
  return (
    <figure class="panel panel-log">
      <figcaption>
        <span class="panel-title">{title}</span>
        <span class="muted">{count}</span>
        <input
          type="search"
          aria-label={`Filter the lines of ${title}`}
          placeholder="Filter lines"
          value={sought}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </figcaption>
      <Lines lines={lines} title={title} panel={panel} stage={stage} />
    </figure>
  );
}

function Lines(
  { lines, title, panel, stage }: {
    readonly lines: readonly LogLine[];
    readonly title: string;
    readonly panel: PanelShape;
    readonly stage: Plot["stage"];
  },
) {
  const list = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const [top, setTop] = useState(0);
  const height = list.current?.clientHeight ?? 320;
  const { first, end, above, total } = listWindow(
    lines.length,
    LINE,
    top,
    height,
  );
  useLayoutEffect(() => {
    if (follows) list.current?.scrollTo({ top: total });
  }, [follows, total]);
  return (
    <div class="log-frame">
      <div
        ref={list}
        class="log"
        role="log"
        aria-live="off"
        aria-label={`Lines of ${title}`}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight } }) => {
          setTop(scrollTop);
          setFollows(isAtEnd(scrollTop, clientHeight, total, LINE));
        }}
      >
        <div class="log-all" style={{ height: `${total}px` }}>
          <div
            class="log-window"
            style={{ transform: `translateY(${above}px)` }}
          >
            {lines.slice(first, end).map((line) => (
              <Line key={line.id} line={line} panel={panel} stage={stage} />
            ))}
          </div>
        </div>
      </div>
      {lines.length === 0 && <p class="log-empty muted">No lines</p>}
      {!follows && (
        <button
          type="button"
          class="to-end"
          onClick={() => setFollows(true)}
        >
          Follow the end
        </button>
      )}
    </div>
  );
}

function Line(
  { line: { time, sender, cells }, panel: { columns }, stage }: {
    readonly line: LogLine;
    readonly panel: PanelShape;
    readonly stage: Plot["stage"];
  },
) {
  return (
    <div class="log-line">
      <span class="log-time muted">
        {time === null ? "–" : stage.times.tick(time, 1e-3)}
      </span>
      <span class="log-sender" title={sender}>
        <Swatch {...stage.style(sender)} />
        {sender}
      </span>
      <span class="log-text" title={cells.join("\n")}>
        {columns.length === 1
          ? cells[0]
          : columns.map(({ name }, at) => (
            <span key={name} class="log-cell">
              <span class="muted">{name}</span> {cells[at]}
            </span>
          ))}
      </span>
    </div>
  );
}
