import { readFileSync } from "node:fs";
import process from "node:process";

/** Whether there is such a process; one that only waits to be reaped is none. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}
