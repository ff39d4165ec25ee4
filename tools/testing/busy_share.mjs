/**
 * Measures how busy the processors are, which tells whether more tests could
 * run at the same time. Plain JavaScript, because it must start on any Node from
 * 20 on.
 *
 * @module
 */
import { cpus } from "node:os";

/** Starts to measure; returns what tells the time since then, and the share. */
export function measureBusyShare() {
  const start = performance.now();
  const before = processorTimes();
  return () => {
    const after = processorTimes();
    const seconds = (performance.now() - start) / 1_000;
    const all = after.all - before.all;
    const share = all === 0 ? 0 : 1 - (after.idle - before.idle) / all;
    return `${Math.round(seconds)} s, processors ${
      Math.round(100 * share)
    } % busy`;
  };
}

/** Milliseconds of all processors since the start of the machine. */
function processorTimes() {
  const times = cpus().map(({ times }) => times);
  const sum = (values) => values.reduce((total, each) => total + each, 0);
  return {
    all: sum(times.flatMap((each) => Object.values(each))),
    idle: sum(times.map(({ idle }) => idle)),
  };
}
