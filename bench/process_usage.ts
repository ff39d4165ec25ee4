/**
 * What a process used, as Linux tells it.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** What a process used since its start. */
export interface Usage {
  /** Seconds of CPU, of all threads, in and out of the kernel. */
  readonly cpuSeconds: number;
  /** The most memory it ever had, in bytes. */
  readonly peakBytes: number;
}

/** Whether {@linkcode processUsage} knows anything here. */
export const KNOWS_USAGE: boolean = existsSync("/proc/self/stat");

const TICKS = KNOWS_USAGE
  ? Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }))
  : 100;

/** Usage of a process that runs; `undefined` elsewhere than on Linux. */
export function processUsage(pid: number): Usage | undefined {
  if (!KNOWS_USAGE) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name before may have blanks, but no field behind has brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    peakBytes: 1024 * Number(peak ?? 0),
  };
}
