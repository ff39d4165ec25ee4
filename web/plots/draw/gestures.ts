/**
 * Wheels and fingers over a chart.
 *
 * @module
 */
import type { TimeRange } from "../time/time_range.ts";
import { touched } from "./touched.ts";

/** What gestures move. */
export interface Movable {
  /** The part of the time that is shown. */
  readonly range: TimeRange | undefined;
  /** Shows a part of the time. */
  show(range: TimeRange): void;
  /** Moves by a share of the shown time. */
  pan(share: number): void;
  /** Zooms around a share of the shown time. */
  zoom(factor: number, at?: number): void;
}

/** Sideways scrolling moves, Control and scrolling zooms; returns the end. */
export function followWheel(surface: HTMLElement, plot: Movable): () => void {
  const onWheel = (event: WheelEvent) => {
    const { left, width } = surface.getBoundingClientRect();
    const lines = event.deltaMode === 0 ? 1 : 16;
    const sideways = event.shiftKey && event.deltaX === 0
      ? event.deltaY
      : event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      const factor = Math.exp(event.deltaY * lines * 0.002);
      plot.zoom(factor, (event.clientX - left) / width);
    } else if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
      plot.pan(sideways * lines / width);
    } else return;
    event.preventDefault();
  };
  surface.addEventListener("wheel", onWheel, { passive: false });
  return () => surface.removeEventListener("wheel", onWheel);
}

/** One finger moves, two zoom; returns the end. */
export function followTouches(surface: HTMLElement, plot: Movable): () => void {
  const fingers = new Map<number, number>();
  let start: TimeRange | undefined;
  let from: readonly number[] = [];
  const begin = () => {
    start = plot.range;
    from = [...fingers.values()];
  };
  const onDown = (event: PointerEvent) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, event.clientX);
    begin();
  };
  const onMove = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId) || start === undefined) return;
    fingers.set(event.pointerId, event.clientX);
    const { left, width } = surface.getBoundingClientRect();
    const now = [...fingers.values()];
    if (now.length === 1 && Math.abs(now[0] - from[0]) < 6) return;
    plot.show(touched(start, from, now, left, width));
  };
  const onEnd = (event: PointerEvent) => {
    if (fingers.delete(event.pointerId)) begin();
  };
  const ends = ["pointerup", "pointercancel", "pointerleave"] as const;
  surface.addEventListener("pointerdown", onDown);
  surface.addEventListener("pointermove", onMove);
  for (const end of ends) surface.addEventListener(end, onEnd);
  return () => {
    surface.removeEventListener("pointerdown", onDown);
    surface.removeEventListener("pointermove", onMove);
    for (const end of ends) surface.removeEventListener(end, onEnd);
  };
}
