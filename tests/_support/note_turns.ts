/**
 * Preloaded into a program: appends to the file named by `OML2_TURNS` the
 * processor time of the main thread, and the ms, of each long turn in which no
 * timer ran.
 */
import { appendFileSync, readFileSync } from "node:fs";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

/** Shorter turns are not recorded. */
const LEAST_MS = 20;

/** Processor time of this thread in ms. */
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
