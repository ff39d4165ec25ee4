/**
 * A column of vectors: its heat map and one of its vectors.
 *
 * @module
 */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { HeatContent } from "../draw/heat_content.ts";
import { heatColours } from "../heat/colour_scale.ts";
import { valueText } from "../view/number_text.ts";
import type { PanelShape } from "../view/panels.ts";
import { Panel } from "./panel.tsx";
import { Spectrum } from "./spectrum.tsx";
import type { Plot } from "./use_plot.tsx";

/** What a heat map needs. */
export interface HeatPanelProps {
  /** The plot that it belongs to. */
  readonly plot: Plot;
  /** What it shows. */
  readonly panel: PanelShape;
  /** Its index, from top to bottom. */
  readonly index: number;
  /** Width in pixels. */
  readonly width: number;
  /** Whether the time axis has texts. */
  readonly hasTimes: boolean;
}

const HEIGHT = 220;

/** A heat map, and below it the latest vector or the one at the cursor. */
export function HeatPanel(props: HeatPanelProps) {
  const { plot: { session, stage }, panel } = props;
  const { heat } = stage.theme;
  const colours = useRef(heatColours(heat));
  useEffect(() => {
    colours.current = heatColours(heat);
  }, [heat]);
  const content = useMemo(
    () => new HeatContent(panel, () => colours.current),
    [stage, panel],
  );
  const buffer = session.data?.heats.get(panel.columns[0].name);
  return (
    <>
      <Panel {...props} content={content} height={HEIGHT}>
        {content.scale !== undefined && (
          <ColourKey stops={heat} scale={content.scale} />
        )}
      </Panel>
      {buffer !== undefined && (
        <Spectrum
          buffer={buffer}
          stage={stage}
          panel={panel}
          width={props.width}
          scale={content.scale}
        />
      )}
    </>
  );
}

/** Which colours are which values. */
function ColourKey(
  { stops, scale: [low, high] }: {
    readonly stops: readonly string[];
    readonly scale: readonly [number, number];
  },
) {
  return (
    <span class="colour-key muted">
      {roughly(low)}
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <defs>
          <linearGradient id="heat-key">
            {stops.map((colour, at) => (
              <stop
                key={colour}
                offset={at / (stops.length - 1)}
                stop-color={colour}
              />
            ))}
          </linearGradient>
        </defs>
        <rect width="100" height="8" fill="url(#heat-key)" />
      </svg>
      {roughly(high)}
    </span>
  );
}

function roughly(value: number): string {
  return valueText(Number(value.toPrecision(3)));
}
