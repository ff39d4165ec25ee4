import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import type { Page } from "playwright-core";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { withHtml } from "../_support/browser/html_server.ts";
import { storeLabRun } from "../report/_support/lab_run.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const { test, visit } = browserTests();

let directory = "";
let html = "";
before(async () => {
  directory = makeTempDir();
  const database = await storeLabRun(directory);
  const file = join(directory, "lab.html");
  const { status, stdout } = await runOml2(
    ...["report", database, "--format", "html", "--to", file],
  );
  assert.deepEqual([status, stdout], [1, ""]);
  html = readFileSync(file, "utf8");
});
after(() => removeTempDir(directory));

const isInside = async (page: Page) =>
  assert.equal(
    await page.evaluate(
      "document.documentElement.scrollWidth - innerWidth <= 0",
    ),
    true,
  );
const background = (page: Page) =>
  page.evaluate<string>(
    "getComputedStyle(document.documentElement).background",
  );

test("The report shows verdict, plots, senders and clocks, in bright and dark", () =>
  withHtml(html, async (origin) => {
    for (const dark of [false, true]) {
      await visit({ origin, dark }, async (page) => {
        await page.getByText(/^Incomplete\. 30 tuples missing from/).waitFor();
        await page.getByRole("img", { name: /tuples over time/ }).waitFor();
        const senders = page.getByRole("table", { name: "node_radio" });
        assert.equal(await senders.getByRole("row").count(), 13);
        const clock = page.getByRole("table", { name: "Clocks" })
          .getByRole("row", { name: /node-06/ });
        assert.match(await clock.innerText(), /\+80 ppm/);
        assert.match(
          await background(page),
          dark ? /rgb\(16, 19, 23\)/ : /rgb\(247, 248, 249\)/,
        );
        await isInside(page);
        await isAccessible(page);
      });
    }
  }));

test("It is usable at 360 pixels", () =>
  withHtml(
    html,
    (origin) =>
      visit({ origin, width: 360, height: 740 }, async (page) => {
        const senders = page.getByRole("table", { name: "node_radio" });
        const row = senders.getByRole("row", { name: /node-03/ });
        await row.scrollIntoViewIfNeeded();
        // Each figure has its name in front of it instead.
        const title = senders.getByRole("columnheader").first();
        assert.equal(await title.isVisible(), false);
        const plot = await row.locator("svg.lane").boundingBox();
        assert.ok((plot?.width ?? 0) > 280, `${plot?.width}`);
        await isInside(page);
        await isAccessible(page);
      }),
  ));

test("It prints in bright colours, whatever the screen has", () =>
  withHtml(
    html,
    (origin) =>
      visit({ origin, dark: true, width: 794 }, async (page) => {
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        assert.match(await background(page), /rgb\(255, 255, 255\)/);
        await isInside(page);
        const paper = await page.pdf({ format: "A4" });
        assert.ok(paper.length > 10_000);
      }),
  ));
