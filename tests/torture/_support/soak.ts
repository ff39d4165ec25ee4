import { readdirSync, readFileSync } from "node:fs";
import { type Chart, drawCharts } from "../../../bench/svg_chart.ts";
import { residentMemory } from "../../_support/resident_memory.ts";
import type { Line } from "./flatness.ts";

const MIB = 1024 * 1024;

/** The most growth that is noise, in the unit of the value (flatness.ts). */
const LINES = {
  memory: { unit: "MiB", allowed: 32 },
  handles: { unit: "open files", allowed: 5 },
  threads: { unit: "threads", allowed: 2 },
  latency: { unit: "ms until a tuple is visible", allowed: 200 },
};

/** Watches a process. */
export class Soak {
  readonly #pid: number;
  readonly #began = performance.now();
  readonly #points: Record<keyof typeof LINES, [number, number][]> = {
    memory: [],
    handles: [],
    threads: [],
    latency: [],
  };

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Minutes since the start. */
  get minutes(): number {
    return (performance.now() - this.#began) / 60_000;
  }

  /** What was measured. */
  get lines(): readonly Line[] {
    return Object.entries(LINES).map(([name, about]) => ({
      ...{ name, ...about },
      points: this.#points[name as keyof typeof LINES],
    }));
  }

  /** Adds a sample of everything. */
  sample(latencyMs: number): void {
    const proc = `/proc/${this.#pid}`;
    const status = readFileSync(`${proc}/status`, "utf8");
    const at = this.minutes;
    this.#points.memory.push([at, residentMemory(this.#pid) / MIB]);
    this.#points.handles.push([at, readdirSync(`${proc}/fd`).length]);
    this.#points.threads.push([
      at,
      Number(/^Threads:\s+(\d+)$/m.exec(status)?.[1]),
    ]);
    this.#points.latency.push([at, latencyMs]);
  }
}

/** Draws lines over time. */
export function drawSoak(lines: readonly Line[], program: string): string {
  const last = Math.max(
    ...lines.flatMap(({ points }) => points.at(-1)?.[0] ?? 0),
  );
  const end = Math.max(1, Math.ceil(last));
  const step = Math.max(1, Math.ceil(end / 6));
  const xTicks = Array.from(
    { length: Math.ceil(end / step) + 1 },
    (_, i) => i * step,
  );
  return drawCharts(lines.map(({ name, unit, points }): Chart => ({
    title: `${name[0].toUpperCase()}${name.slice(1)} of ${program}`,
    xLabel: "minutes",
    xTicks,
    yLabel: unit,
    series: [{ name, points }],
  })));
}
