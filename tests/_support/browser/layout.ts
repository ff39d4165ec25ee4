import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Layout shifts that count as good, as a score of the browser's. */
const SMALL_SHIFT = 0.1;

/** Fails if the page can be scrolled sideways. */
export async function fitsTheWidth(page: Page): Promise<void> {
  const wider = await page.evaluate<string[]>(`
    document.documentElement.scrollWidth <= innerWidth ? [] :
      [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5)
        .map((each) => each.outerHTML.slice(0, 200))`);
  assert.deepEqual(wider, [], "it is wider than the window");
}

/**
 * Fails if the layout has jumped since the page was opened, except shortly
 * after a person's input.
 */
export async function hasNotJumped(page: Page): Promise<void> {
  const shifts = await page.evaluate<[number, string][]>(`
    new Promise((resolve) => {
      const shifts = [];
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
          if (shift.hadRecentInput) continue;
          const nodes = shift.sources.map(({ node }) =>
            (node?.outerHTML ?? String(node?.textContent)).slice(0, 100));
          shifts.push([shift.value, nodes.join(" ")]);
        }
      }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(shifts), 50);
    })`);
  const sum = shifts.reduce((sum, [value]) => sum + value, 0);
  assert(sum < SMALL_SHIFT, `the layout jumped by ${sum}: ${shifts}`);
}
