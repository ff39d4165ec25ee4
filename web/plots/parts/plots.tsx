/**
 * All panels of a plot, and the values.
 *
 * @module
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Empty } from "../../parts/notes.tsx";
import { LineContent } from "../draw/line_content.ts";
import { keyAction } from "../view/keys.ts";
import { laneHeight, linesHeight } from "../view/heights.ts";
import { isLine, type PanelShape } from "../view/panels.ts";
import { HeatPanel } from "./heat_panel.tsx";
import { Help } from "./help.tsx";
import { Legend } from "./legend.tsx";
import { LogPanel } from "./log_panel.tsx";
import { Panel } from "./panel.tsx";
import { Tooltip } from "./tooltip.tsx";
import type { Plot } from "./use_plot.tsx";

/** The panels and the values of a plot. */
export function Plots(
  { plot, known }: { readonly plot: Plot; readonly known: readonly string[] },
) {
  const { session } = plot;
  const panels = useRef<HTMLDivElement>(null);
  const width = useWidth(panels, (pixels) => session.setWidth(pixels));
  const [hasHelp, setHelp] = useState(false);
  useKeys(plot, () => setHelp(true));
  const shapes = session.panels;
  const lines = session.subject.columns.filter(isLine).length;
  const last = shapes.findLastIndex(({ kind }) => kind !== "log");
  return (
    <div class={`plot plot-${Math.min(3, lines)}`}>
      <div
        ref={panels}
        class="panels"
        role="group"
        tabIndex={0}
        aria-label="Plots. Arrow keys move, plus and minus zoom, Space pauses, Home shows the usual view, question mark opens the help."
      >
        {shapes.length === 0 && <Empty title="This table has no columns" />}
        {width > 0 && shapes.map((panel, at) => (
          <AnyPanel
            key={`${panel.kind} ${panel.columns.map(({ name }) => name)}`}
            plot={plot}
            panel={panel}
            index={at}
            width={width}
            hasTimes={at === last || panel.kind === "heat"}
            count={shapes.length}
            known={known}
          />
        ))}
        <Tooltip plot={plot} panels={panels} />
      </div>
      <Legend plot={plot} known={known} />
      {hasHelp && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

interface AnyPanelProps {
  readonly plot: Plot;
  readonly panel: PanelShape;
  readonly index: number;
  readonly width: number;
  readonly hasTimes: boolean;
  readonly count: number;
  readonly known: readonly string[];
}

function AnyPanel(props: AnyPanelProps) {
  if (props.panel.kind === "log") return <LogPanel {...props} />;
  if (props.panel.kind === "heat") return <HeatPanel {...props} />;
  return <LinePanel {...props} />;
}

function LinePanel(props: AnyPanelProps) {
  const { plot, panel, count, hasTimes, known } = props;
  const names = panel.columns.map(({ name }) => name).join("\n");
  const content = useMemo(() => new LineContent(panel), [plot, names]);
  // Before the data arrive: the height should not change then.
  const senders = plot.session.data?.lines.senders ?? known;
  const hidden = plot.session.state.hidden;
  const shown = senders.filter((sender) => !hidden.includes(sender)).length;
  const height = panel.kind === "steps"
    ? laneHeight(shown, hasTimes)
    : linesHeight(count, hasTimes);
  return <Panel {...props} content={content} height={height} />;
}

/** The width of an element, now and when it changes. */
function useWidth(
  element: { readonly current: HTMLElement | null },
  onWidth: (pixels: number) => void,
): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const pixels = Math.floor(entry.contentRect.width);
      onWidth(pixels);
      setWidth(pixels);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [onWidth === undefined]);
  return width;
}

/** The keys work in the panels, and where nothing else has the focus. */
function useKeys({ session }: Plot, openHelp: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLElement)) return;
      const isPlot = target.classList.contains("panels") ||
        target === document.body || target.id === "main";
      const action = isPlot ? keyAction(event) : undefined;
      if (action === undefined) return;
      event.preventDefault();
      if (action === "earlier") session.moves.pan(-0.25);
      else if (action === "later") session.moves.pan(0.25);
      else if (action === "zoom-in") session.moves.zoom(0.5);
      else if (action === "zoom-out") session.moves.zoom(2);
      else if (action === "pause") session.moves.togglePause();
      else if (action === "reset") session.moves.reset();
      else openHelp();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [session]);
}
