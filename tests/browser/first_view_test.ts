import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  BIG_TABLE,
  makeBigDatabase,
} from "../_support/browser/big_database.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { drawnAfter, isDrawn } from "../_support/browser/canvas.ts";
import { Viewer } from "../_support/browser/viewer.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const isLong = process.env.OML_LONG === "1";
const { test, visit } = browserTests();

/** Rows of the table. */
const ROWS = isLong ? 10_000_000 : 500_000;

/** Milliseconds in which a person sees something; more on a busy machine. */
const SOON_MS = 1_000 * Math.max(1, loadavg()[0] / availableParallelism());

test("The first plot of a large table appears within a second", async () => {
  const root = makeTempDir();
  try {
    const data = join(root, "data");
    mkdirSync(data);
    makeBigDatabase(join(data, "big.sq3"), ROWS);
    await using viewer = await Viewer.start(data);
    const { origin } = viewer;
    // The browser's own start, and its first connection, are not ours.
    await visit({ origin, path: "/favicon.svg" }, async () => {});
    const start = performance.now();
    await visit({ origin }, async (page) => {
      await page.getByRole("link", { name: "big" }).waitFor();
      const list = performance.now() - start;
      const path = `/experiments/big/${BIG_TABLE}?columns=level`;
      await page.goto(path, { waitUntil: "commit" });
      const plot = await drawnAfter(page, "level of 20 senders");
      await isDrawn(page.getByRole("img", { name: /level/ }));
      const [first, second] = [list, plot].map((ms) => `${ms.toFixed(0)} ms`);
      console.log(`${ROWS} rows: the list took ${first}, the plot ${second}`);
      assert(list < SOON_MS, `the list took ${first}`);
      assert(plot < SOON_MS, `the plot took ${second}`);
    });
  } finally {
    removeTempDir(root);
  }
});
