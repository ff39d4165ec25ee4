/**
 * Measurements of the process, with the names that all Prometheus libraries
 * use.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import config from "../../deno.json" with { type: "json" };
import { unixTime } from "../../shared/unix_time.ts";
import type { Metrics } from "./metrics.ts";

/** Adds the measurements of the process, and the version of its program. */
export function addProcessMetrics(
  metrics: Metrics,
  program: "server" | "proxy",
): void {
  addBuildInfo(metrics, program);
  const since = startTime();
  metrics.gauge({
    name: "process_start_time_seconds",
    help: "Start of the process, UNIX time in seconds.",
  }, () => since);
  metrics.gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory of the process.",
  }, () => process.memoryUsage().rss);
  metrics.gauge({
    name: "process_heap_bytes",
    help: "JavaScript heap in use.",
  }, () => process.memoryUsage().heapUsed);
  metrics.counter({
    name: "process_cpu_seconds_total",
    help: "CPU time of the process, user and system.",
  }, cpuSeconds);
  metrics.gauge({
    name: "process_threads",
    help: "Threads of the process, if the system tells.",
  }, threads);
  metrics.gauge({
    name: "process_open_fds",
    help: "Open file descriptors, if the system tells.",
  }, openFiles);
}

function addBuildInfo(metrics: Metrics, program: string): void {
  const { deno, node } = process.versions;
  const runtime = deno === undefined ? `Node ${node}` : `Deno ${deno}`;
  const { version } = config;
  metrics.gauge({
    name: "oml_build_info",
    help: "Always 1; the labels tell program, version and runtime.",
    labels: ["program", "version", "runtime"],
  }, () => [[{ program, version, runtime }, 1]]);
}

function startTime(): number {
  const now = performance.now();
  return unixTime(now - 1_000 * process.uptime()) / 1_000;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function threads(): number | undefined {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const count = /^Threads:\s+(\d+)/m.exec(status)?.[1];
    return count === undefined ? undefined : Number(count);
  } catch {
    // Not Linux, or Deno without -A.
    return undefined;
  }
}

function openFiles(): number | undefined {
  try {
    // One of them is the directory itself.
    return readdirSync("/proc/self/fd").length - 1;
  } catch {
    return undefined;
  }
}
