/**
 * What a chart draws.
 *
 * @module
 */
import type { PixelRange } from "../lines/pixels.ts";
import type { ValueRange } from "../lines/value_range.ts";
import type { PlotData } from "../session/plot_data.ts";
import type { Brush, DrawnLine, Place } from "./canvas_types.ts";

/** How senders and columns look. */
export interface Look {
  /** The colour and dash of a sender; `column` counts within its panel. */
  readonly style: (
    sender: string,
    column: number,
  ) => { readonly colour: string; readonly dash: readonly number[] };
  /** Senders that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  /** The sender that stands out; the others step back. */
  readonly focus?: string;
  /** Whether the value axis should keep still while rows arrive. */
  readonly isLive: boolean;
  /** Differs if anything of this looks different. */
  readonly key: string;
}

/** The value axis. */
export interface ValueAxis {
  /** The values at the lower and the upper edge. */
  readonly values: ValueRange;
  /** Fixed ticks with their texts; round numbers if not given. */
  readonly ticks?: readonly (readonly [at: number, text: string])[];
}

/** What a chart draws. */
export interface Content {
  /** Takes the data of a range; returns the value axis. */
  prepare(data: PlotData, range: PixelRange, look: Look): ValueAxis;
  /** Draws what was taken. */
  paint(brush: Brush, place: Place): void;
  /** The lines that were taken, for the pointer. */
  readonly lines: readonly DrawnLine[];
}
