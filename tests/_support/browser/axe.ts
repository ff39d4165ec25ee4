import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** The part of axe-core's results that is used. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/**
 * Fails if axe-core finds a serious or critical fault of accessibility. It is
 * evaluated by the debugger, so that the page's content security policy stays
 * in force.
 */
export async function isAccessible(page: Page): Promise<void> {
  await page.evaluate(`${axe.source}; undefined`);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ["violations"] })`,
  );
  const faults = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) =>
      `${id}: ${help}\n${
        nodes.slice(0, 5).map(({ html }) => `    ${html}`).join("\n")
      }`
    );
  assert.equal(faults.length, 0, `axe-core finds:\n${faults.join("\n")}`);
}
