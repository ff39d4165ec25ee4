import assert from "node:assert/strict";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { withLab } from "../_support/browser/lab_server.ts";

const { test, visit } = browserTests();

/** A sender must be shown as silent after this, in ms. */
const SOON_MS = 10_000;

test("A sender that falls silent is shown as silent within 10 s, and recovers", () =>
  withLab(
    { nodes: 6 },
    ({ origin }, lab) =>
      visit({ origin, path: "/experiments/lab" }, async (page) => {
        await page.getByText("All 6 senders are sending").waitFor();
        lab.node("node-03").isSilent = true;
        const start = performance.now();
        await page.getByText(/5 of 6 senders are sending; node-03 is silent/)
          .waitFor();
        const ms = performance.now() - start;
        assert(ms < SOON_MS, `shown after ${ms} ms`);
        const row = page.getByRole("row", { name: /node-03/ });
        await row.getByText("silent", { exact: true }).first().waitFor();
        lab.node("node-03").isSilent = false;
        await page.getByText("All 6 senders are sending").waitFor();
      }),
  ));
