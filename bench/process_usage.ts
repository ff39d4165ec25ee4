/**
 * The resource usage of processes, as reported by Linux.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Resources used by a process. */
export interface Usage {
  /** Seconds of CPU since its start, of all threads, user and system mode. */
  readonly cpuSeconds: number;
  /** Resident memory, in bytes. */
  readonly residentBytes: number;
  /** Resident memory that is not of files, which other processes share. */
  readonly ownBytes: number;
  /** Peak of the resident memory since its start, in bytes. */
  readonly peakBytes: number;
}

/** Whether {@linkcode processUsage} works on this system. */
export const KNOWS_USAGE: boolean = existsSync("/proc/self/stat");

const TICKS = KNOWS_USAGE
  ? Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }))
  : 100;

/**
 * Usage of a process; `undefined` if it has ended, and on other systems than
 * Linux.
 */
export function processUsage(pid: number): Usage | undefined {
  if (!existsSync(`/proc/${pid}`)) return undefined;
  try {
    return readUsage(pid);
  } catch {
    // It has just ended.
    return undefined;
  }
}

function readUsage(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const bytes = (key: string) =>
    1024 * Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
  return {
    cpuSeconds: seconds(pid, "utime", "stime"),
    // A process that is ending has no memory any more.
    residentBytes: bytes("VmRSS") || 0,
    ownBytes: bytes("RssAnon") + bytes("RssShmem") || 0,
    peakBytes: bytes("VmHWM") || 0,
  };
}

/**
 * Seconds of CPU of all child processes that have ended; `undefined` on other
 * systems than Linux.
 */
export function childrenCpuSeconds(): number | undefined {
  return KNOWS_USAGE ? seconds("self", "cutime", "cstime") : undefined;
}

/** Fields of /proc/PID/stat, counted from the one after the name. */
const FIELDS = { utime: 11, stime: 12, cutime: 13, cstime: 14 };

function seconds(
  pid: number | "self",
  ...names: (keyof typeof FIELDS)[]
): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name before may contain blanks, but no later field has brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return names.reduce((sum, name) => sum + Number(fields[FIELDS[name]]), 0) /
    TICKS;
}
