import assert from "node:assert/strict";
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { Client } from "../../client/client.ts";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { comesToRest, isDrawn } from "../_support/browser/canvas.ts";
import { makeBigDatabase } from "../_support/browser/big_database.ts";
import { Viewer } from "../_support/browser/viewer.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { thisRuntime } from "../_support/this_runtime.ts";

const { test, visit } = browserTests();

const ROWS = 5_000;

/** Lends a directory. */
async function inDirectory(use: (root: string) => Promise<void>) {
  const root = makeTempDir();
  try {
    await use(root);
  } finally {
    removeTempDir(root);
  }
}

/** Opens an experiment of the list, and a table. */
async function openTable(page: Page, experiment: string, table: string) {
  await page.getByRole("link", { name: experiment, exact: true }).click();
  await page.getByRole("link", { name: /^Tables/ }).click();
  await page.getByRole("link", { name: table, exact: true }).click();
}

test("A database file is shown without a server, and nothing is left beside it", () =>
  inDirectory(async (root) => {
    makeBigDatabase(join(root, "day.sq3"), ROWS);
    await using viewer = await Viewer.start(join(root, "day.sq3"));
    await visit({ origin: viewer.origin }, async (page) => {
      await openTable(page, "day", "app_wave");
      const plot = page.getByRole("img", { name: /level of 20 senders/ });
      await isDrawn(plot);
      await comesToRest(plot);
      await isAccessible(page);
    });
    assert.deepEqual(readdirSync(root), ["day.sq3"]);
    assert.equal(await viewer.stop(), 0);
    assert.deepEqual(readdirSync(root), ["day.sq3"]);
  }));

test("All databases in a directory are shown", () =>
  inDirectory(async (root) => {
    makeBigDatabase(join(root, "day.sq3"), ROWS);
    copyFileSync(join(root, "day.sq3"), join(root, "night.sq3"));
    await using viewer = await Viewer.start(root);
    await visit({ origin: viewer.origin }, async (page) => {
      await page.getByText("2 experiments").waitFor();
      await openTable(page, "night", "app_wave");
      await isDrawn(page.getByRole("img", { name: /level of 20 senders/ }));
    });
  }));

test("A capture file is shown, and followed while it grows", () =>
  inDirectory(async (root) => {
    const path = join(root, "walk.oml");
    const client = new Client({
      collect: `file:${path}`,
      domain: "walk",
      senderId: "phone",
      appName: "app",
    }, await thisRuntime());
    const steps = client.define("steps", "count:uint32 angle:double");
    const walk = async () => {
      for (let i = 0; i < 100; i++) steps.inject(i, Math.sin(i / 9));
      await client.flush();
    };
    await walk();
    await using viewer = await Viewer.start(path);
    await visit({ origin: viewer.origin }, async (page) => {
      await openTable(page, "walk", "app_steps");
      await isDrawn(page.getByRole("img", { name: /angle/ }));
      await page.getByRole("link", { name: "walk" }).click();
      await page.getByText("100 rows").first().waitFor();
      await walk();
      await page.getByText("200 rows").first().waitFor();
    });
    await client.close();
  }));
