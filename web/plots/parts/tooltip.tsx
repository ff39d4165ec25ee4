/**
 * What is at the pointer.
 *
 * @module
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { spanText } from "../view/number_text.ts";
import { isLine } from "../view/panels.ts";
import { valuesAt } from "../view/readout.ts";
import { Swatch } from "./swatch.tsx";
import type { Plot } from "./use_plot.tsx";

/** Pixels between the pointer and the tooltip. */
const AWAY = 14;

/** The time at the pointer, and the sender whose line is there. */
export function Tooltip(
  { plot, panels }: {
    readonly plot: Plot;
    readonly panels: { readonly current: HTMLElement | null };
  },
) {
  const { session, stage } = plot;
  const box = useRef<HTMLDivElement>(null);
  const { pointer, cursorTime, focus } = stage;
  const range = stage.range;
  useLayoutEffect(() => {
    if (pointer !== undefined) place(box.current, panels.current, pointer);
  });
  if (pointer === undefined || cursorTime === undefined) return null;
  const step = range === undefined ? 1e-3 : (range.to - range.from) / 1_000;
  const panel = session.panels[pointer.panel];
  const columns = panel?.columns.filter(isLine) ?? [];
  return (
    <div ref={box} class="tooltip" aria-hidden="true">
      <p class="tooltip-time">
        {stage.times.full(cursorTime, Math.max(1e-6, Math.min(1, step)))}
      </p>
      {focus !== undefined && range !== undefined && columns.map((column) => {
        const points = session.data?.lines.line(focus, column.name)?.points;
        const values = points && valuesAt(points, cursorTime, range);
        return (
          <p key={column.name} class="tooltip-value">
            <Swatch {...stage.style(focus)} />
            <span class="sender-name">{focus}</span>
            <b>
              {values === undefined ? "–" : spanText(values.low, values.high)}
              {" "}
              {column.unit}
            </b>
          </p>
        );
      })}
    </div>
  );
}

function place(
  box: HTMLElement | null,
  panels: HTMLElement | null,
  pointer: { readonly panel: number; readonly x: number; readonly y: number },
): void {
  const chart = panels?.querySelector(
    `[data-panel="${pointer.panel}"] .u-over`,
  );
  if (box === null || panels === null || !chart) return;
  const frame = panels.getBoundingClientRect();
  const plot = chart.getBoundingClientRect();
  const x = plot.left - frame.left + pointer.x * plot.width;
  const y = plot.top - frame.top + pointer.y * plot.height;
  const fits = x + AWAY + box.offsetWidth <= frame.width;
  const left = fits ? x + AWAY : Math.max(0, x - AWAY - box.offsetWidth);
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(y)}px)`;
}
