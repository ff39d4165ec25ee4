/**
 * Loaded into a program before its own modules: appends to the file that
 * `OML2_TURNS` names how much processor time the main thread took, and how
 * long, in ms, wherever it let no timer run for a while.
 */
import { appendFileSync, readFileSync } from "node:fs";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

/** Shorter turns are not noted. */
const LEAST_MS = 20;

/** Milliseconds for which this thread has run so far. */
function processorTime(): number {
  const [nanoseconds] = readFileSync("/proc/thread-self/schedstat", "utf8")
    .split(" ");
  return Number(nanoseconds) / 1e6;
}

const path = process.env.OML2_TURNS;
if (isMainThread && path !== undefined) {
  let [time, used] = [performance.now(), processorTime()];
  const timer = setInterval(() => {
    const [timeBefore, usedBefore] = [time, used];
    [time, used] = [performance.now(), processorTime()];
    if (used - usedBefore < LEAST_MS) return;
    appendFileSync(path, `${used - usedBefore} ${time - timeBefore}\n`);
  }, 1);
  timer.unref();
}
