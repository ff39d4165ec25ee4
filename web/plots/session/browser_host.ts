/**
 * The browser and the page, as a plot needs them.
 *
 * @module
 */
import type { Page } from "../../parts/context.tsx";
import { PREFIX } from "../view/urls.ts";
import type { PlotHost } from "./plot_host.ts";

/** The browser and the page. */
export function browserHost({ api, clock }: Page): PlotHost {
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  return {
    get: (path, signal) => api.get(path, signal),
    openEvents: (path) => new EventSource(PREFIX + path),
    now: () => performance.now() / 1_000,
    serverTime: () => clock.now() ?? Date.now() / 1_000,
    later: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    nextFrame: (call) => {
      const frame = requestAnimationFrame(call);
      return () => cancelAnimationFrame(frame);
    },
    pixelRatio: () => devicePixelRatio || 1,
    isStill: () => motion.matches,
  };
}
