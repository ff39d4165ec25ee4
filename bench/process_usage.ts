/**
 * The resource usage of a process, as reported by Linux.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Resources used by a process since its start. */
export interface Usage {
  /** Seconds of CPU, of all threads, in user and system mode. */
  readonly cpuSeconds: number;
  /** Peak memory, in bytes. */
  readonly peakBytes: number;
}

/** Whether {@linkcode processUsage} works on this system. */
export const KNOWS_USAGE: boolean = existsSync("/proc/self/stat");

const TICKS = KNOWS_USAGE
  ? Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }))
  : 100;

/** Usage of a running process; `undefined` on other systems than Linux. */
export function processUsage(pid: number): Usage | undefined {
  if (!KNOWS_USAGE) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name before may contain blanks, but no later field has brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    peakBytes: 1024 * Number(peak ?? 0),
  };
}
