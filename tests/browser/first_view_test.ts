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
import { isDrawn, shownAfter } from "../_support/browser/canvas.ts";
import { Viewer } from "../_support/browser/viewer.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const isLong = process.env.OML_LONG === "1";
const { test, visit } = browserTests();

/** Rows of the table. */
const ROWS = isLong ? 10_000_000 : 500_000;

/** How much longer everything takes on a busy machine. */
const BUSY = Math.max(1, loadavg()[0] / availableParallelism());

/** Milliseconds in which a person sees something. */
const SOON_MS = 1_000 * BUSY;

/** Milliseconds that many rows may cost; a slow machine samples them. */
const ROWS_MS = 650 * BUSY;

/** Time in ms until the list of experiments, and then a plot, is shown. */
async function firstView(origin: string, experiment: string) {
  let list = Infinity;
  let plot = Infinity;
  await visit({ origin }, async (page) => {
    const path = `/experiments/${experiment}`;
    list = await shownAfter(page, `a[href*='${path}']`);
    const query = `${BIG_TABLE}?columns=level`;
    await page.goto(`${path}/${query}`, { waitUntil: "commit" });
    const picture = "[role=img][aria-label*='level of 20 senders']";
    plot = await shownAfter(page, picture);
    await isDrawn(page.getByRole("img", { name: /level/ }));
  });
  return { list, plot };
}

test("The first plot of a large table appears within a second", async () => {
  const root = makeTempDir();
  try {
    const data = join(root, "data");
    mkdirSync(data);
    makeBigDatabase(join(data, "big.sq3"), ROWS);
    makeBigDatabase(join(data, "small.sq3"), 2_000);
    await using viewer = await Viewer.start(data);
    const { origin } = viewer;
    // The browser's own start, and its first connection, are not ours.
    await visit({ origin, path: "/favicon.svg" }, async () => {});
    const small = await firstView(origin, "small");
    const big = await firstView(origin, "big");
    const [list, plot, few] = [big.list, big.plot, small.plot]
      .map((ms) => `${ms.toFixed(0)} ms`);
    console.log(
      `${ROWS} rows: the list took ${list}, the plot ${plot}; of 2000: ${few}`,
    );
    assert(big.list < SOON_MS, `the list took ${list}`);
    // A slow machine needs most of the second for a page of any size.
    assert(
      big.plot < Math.max(SOON_MS, small.plot + ROWS_MS),
      `the plot took ${plot}, that of 2000 rows ${few}`,
    );
  } finally {
    removeTempDir(root);
  }
});
