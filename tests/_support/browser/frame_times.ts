import type { Page } from "playwright-core";

/** Times between the frames of a page, in ms. */
export interface FrameTimes {
  readonly frames: number;
  readonly median: number;
  /** 95 % of the frames came faster. */
  readonly p95: number;
  readonly slowest: number;
}

/** Measures the frames of a page for `ms`. */
export async function frameTimes(page: Page, ms: number): Promise<FrameTimes> {
  const times = await page.evaluate<number[]>(`new Promise((resolve) => {
    const times = [];
    const start = performance.now();
    let last;
    const next = (now) => {
      if (last !== undefined) times.push(now - last);
      last = now;
      if (performance.now() - start < ${ms}) requestAnimationFrame(next);
      else resolve(times);
    };
    requestAnimationFrame(next);
  })`);
  return summary(times);
}

function summary(times: readonly number[]): FrameTimes {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ??
      Infinity;
  return {
    frames: sorted.length,
    median: at(.5),
    p95: at(.95),
    slowest: at(1),
  };
}
