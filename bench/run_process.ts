/**
 * Runs a program, and measures what it takes.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { childrenCpuSeconds, processUsage } from "./process_usage.ts";

/** Milliseconds between two looks at the memory. */
const LOOK_MS = 20;

/** What a program took. */
export interface ProcessRun {
  /** Its exit status; `null` if a signal ended it. */
  readonly status: number | null;
  /** What it wrote to standard error. */
  readonly errors: string;
  /** Seconds from its start to its end. */
  readonly seconds: number;
  /** Seconds of CPU; Linux only. No other child may end meanwhile. */
  readonly cpuSeconds: number | undefined;
  /** Peak of the resident memory in bytes; Linux only. */
  readonly peakBytes: number | undefined;
  /** Peak of its part that is not of files, as far as it was seen. */
  readonly ownBytes: number | undefined;
}

/** Runs a command; its standard output goes to a file, or nowhere. */
export async function runProcess(
  [program, ...args]: readonly string[],
  { to = "/dev/null", cwd }: { to?: string; cwd?: string } = {},
): Promise<ProcessRun> {
  const out = openSync(to, "w");
  const cpuBefore = childrenCpuSeconds() ?? 0;
  const start = performance.now();
  const child = spawn(program, args, { cwd, stdio: ["ignore", out, "pipe"] });
  closeSync(out);
  let peakBytes = 0;
  let ownBytes = 0;
  const timer = setInterval(() => {
    if (child.pid === undefined) return;
    const usage = processUsage(child.pid);
    peakBytes = Math.max(peakBytes, usage?.peakBytes ?? 0);
    ownBytes = Math.max(ownBytes, usage?.ownBytes ?? 0);
  }, LOOK_MS);
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => errors += text);
  try {
    const status = await new Promise<number | null>((resolve, reject) =>
      child.on("close", resolve).on("error", reject)
    );
    const seconds = (performance.now() - start) / 1000;
    const cpu = childrenCpuSeconds();
    return {
      ...{ status, errors, seconds, peakBytes: peakBytes || undefined },
      ownBytes: ownBytes || undefined,
      cpuSeconds: cpu && cpu - cpuBefore,
    };
  } finally {
    clearInterval(timer);
  }
}
