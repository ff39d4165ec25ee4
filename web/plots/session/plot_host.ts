/**
 * What a plot needs from the browser and the page.
 *
 * @module
 */
import type { NextFrame } from "../live/frames.ts";
import type { Events } from "../live/tail.ts";
import type { Get } from "./load_plot.ts";

/** What a plot needs from the browser and the page. */
export interface PlotHost {
  /** Asks the API. */
  readonly get: Get;
  /** Opens the server-sent events at a path of the API. */
  readonly openEvents: (path: string) => Events;
  /** Seconds by a clock that is never set. */
  readonly now: () => number;
  /** The server's time, UNIX seconds. */
  readonly serverTime: () => number;
  /** Calls back after `ms`; returns how to cancel that. */
  readonly later: (ms: number, call: () => void) => () => void;
  /** Calls back before the next frame; returns how to cancel that. */
  readonly nextFrame: NextFrame;
  /** Pixels of the screen for each pixel of the page. */
  readonly pixelRatio: () => number;
  /** Whether the user wants no motion: plots move only with new rows. */
  readonly isStill: () => boolean;
}
