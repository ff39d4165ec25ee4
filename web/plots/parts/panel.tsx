/**
 * A panel of a plot: its title and its chart.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Chart } from "../draw/chart.ts";
import type { Content } from "../draw/content.ts";
import { followTouches, followWheel } from "../draw/gestures.ts";
import { nearestLine } from "../draw/nearest_line.ts";
import type { ValueRange } from "../lines/value_range.ts";
import type { TimeRange } from "../time/time_range.ts";
import { columnTitle, type PanelShape } from "../view/panels.ts";
import { chartSummary } from "../view/summary.ts";
import type { Plot } from "./use_plot.tsx";

/** What a panel needs. */
export interface PanelProps {
  /** The plot that it belongs to. */
  readonly plot: Plot;
  /** What it shows. */
  readonly panel: PanelShape;
  /** Its index, from top to bottom. */
  readonly index: number;
  /** Draws it. */
  readonly content: Content;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Whether the time axis has texts. */
  readonly hasTimes: boolean;
  /** What is next to the title. */
  readonly children?: ComponentChildren;
}

/** How close the pointer must be to a line to mean it, in pixels. */
const REACH = 24;

/** A chart with its title. */
export function Panel(props: PanelProps) {
  const { panel, index, width, height, children } = props;
  const element = useRef<HTMLDivElement>(null);
  const chart = useChart(props, element);
  useEffect(() => chart.current?.resize(width, height), [width, height]);
  return (
    <figure class={`panel panel-${panel.kind}`}>
      <figcaption>
        <span class="panel-title">
          {panel.columns.map(columnTitle).join(" · ")}
        </span>
        {panel.columns.length > 1 && <ColumnKey panel={panel} />}
        {children}
      </figcaption>
      <div
        ref={element}
        class="chart"
        data-panel={index}
        style={{ height: `${height}px` }}
      />
    </figure>
  );
}

/** Which dashes are which column. */
function ColumnKey({ panel }: { readonly panel: PanelShape }) {
  const dashes = [undefined, "7 3", "2 2", "7 2 2 2"];
  return (
    <span class="column-key muted">
      {panel.columns.map(({ name }, at) => (
        <span key={name}>
          <svg viewBox="0 0 24 8" aria-hidden="true">
            <path d="M0 4h24" stroke-dasharray={dashes[at % dashes.length]} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  );
}

function useChart(
  { plot, panel, index, content, width, height, hasTimes }: PanelProps,
  element: { readonly current: HTMLDivElement | null },
) {
  const chart = useRef<Chart | undefined>(undefined);
  const { session, stage } = plot;
  // The chart lives longer than the properties that it was made with.
  const place = useRef(index);
  place.current = index;
  useEffect(() => {
    if (element.current === null) return;
    let values: ValueRange = [0, 1];
    let pixels = 1;
    const made: Chart = new Chart(element.current, {
      key: stage.key,
      width,
      height,
      hasTimes,
      times: () => stage.times,
      theme: () => stage.theme,
      prepare: (range) => {
        const { data } = session;
        if (data === undefined) return { values };
        pixels = range.width;
        const axis = content.prepare(data, range, stage.look);
        values = axis.values;
        return axis;
      },
      paint: (brush, where) => content.paint(brush, where),
      onPoint: (at) => {
        if (at === undefined) return stage.point(undefined);
        const ratio = devicePixelRatio || 1;
        const box = made.surface.clientHeight * ratio;
        const line = panel.kind === "lines"
          ? nearestLine(
            content.lines,
            at.x * pixels,
            at.y * box,
            box,
            values,
            REACH * ratio,
          )
          : laneAt(content, at.y);
        stage.point({ panel: place.current, ...at }, line?.sender);
      },
      onSelect: (range: TimeRange) => session.moves.show(range),
      onPress: (event) => press(event, made.surface, plot),
      onReset: () => session.moves.reset(),
    });
    chart.current = made;
    const remove = stage.add({
      draw: (range) => {
        made.draw(range, session.isLive);
        made.describe(chartSummary(panel, content.lines, stage.times.name));
      },
    });
    const endWheel = followWheel(made.surface, session.moves);
    const endTouches = followTouches(made.surface, session.moves);
    return () => {
      remove();
      endWheel();
      endTouches();
      made.destroy();
      chart.current = undefined;
    };
  }, [plot, content, hasTimes]);
  return chart;
}

function laneAt({ lines }: Content, y: number) {
  return lines.length < 2 ? undefined : lines[Math.floor(y * lines.length)];
}

/** A press in a chart: with Shift it moves the plot, else it selects. */
function press(
  event: MouseEvent,
  surface: HTMLElement,
  { session, stage }: Plot,
): boolean {
  if (!event.shiftKey) {
    stage.hold();
    addEventListener("mouseup", () => stage.release(), { once: true });
    return false;
  }
  const start = session.range;
  if (start === undefined) return true;
  const width = surface.getBoundingClientRect().width;
  const move = ({ clientX }: MouseEvent) => {
    const by = (start.to - start.from) * (event.clientX - clientX) / width;
    session.moves.show({ from: start.from + by, to: start.to + by });
  };
  addEventListener("mousemove", move);
  addEventListener("mouseup", () => removeEventListener("mousemove", move), {
    once: true,
  });
  return true;
}
