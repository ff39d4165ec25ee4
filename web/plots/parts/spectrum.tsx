/**
 * One vector as a curve over its elements.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import { SpectrumChart } from "../draw/spectrum_chart.ts";
import type { HeatBuffer } from "../heat/heat_buffer.ts";
import { vectorAt } from "../heat/vector_at.ts";
import type { Stage } from "../session/stage.ts";
import { columnTitle, type PanelShape } from "../view/panels.ts";

/** What a spectrum needs. */
export interface SpectrumProps {
  /** The vectors. */
  readonly buffer: HeatBuffer;
  /** What the charts of the plot share. */
  readonly stage: Stage;
  /** The panel with the column. */
  readonly panel: PanelShape;
  /** Width in pixels. */
  readonly width: number;
  /** The smallest and the largest value of the heat map. */
  readonly scale: readonly [number, number] | undefined;
}

const HEIGHT = 150;

/** The vector at the cursor, else the latest one. */
export function Spectrum(
  { buffer, stage, panel, width, scale }: SpectrumProps,
) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<SpectrumChart | undefined>(undefined);
  const shown = vectorAt(buffer, stage.cursorTime);
  useEffect(() => {
    if (element.current === null) return;
    const size = { width, height: HEIGHT };
    chart.current = new SpectrumChart(element.current, size, () => stage.theme);
    return () => chart.current?.destroy();
  }, [stage]);
  useEffect(() => chart.current?.resize(width, HEIGHT), [width]);
  useEffect(() => {
    if (shown !== undefined) chart.current?.draw(shown.values, scale);
  });
  const time = shown === undefined ? "" : stage.times.full(shown.time);
  const text = shown === undefined
    ? "No vector yet"
    : shown.sender === undefined
    ? `At the cursor: average at ${time}`
    : `Latest: ${shown.sender}, ${time}`;
  return (
    <figure class="panel panel-spectrum">
      <figcaption>
        <span class="panel-title">
          {columnTitle(panel.columns[0])} by element
        </span>
        <span class="muted">{text}</span>
      </figcaption>
      <div
        ref={element}
        class="chart"
        role="img"
        aria-label={`The elements of one vector. ${text}.`}
      />
    </figure>
  );
}
