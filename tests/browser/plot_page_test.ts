import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { fitsTheWidth, hasNotJumped } from "../_support/browser/layout.ts";
import { PlotSite } from "../_support/browser/plot_site.ts";
import { waitFor } from "../_support/wait_for.ts";

const { test, visit } = browserTests();

const CLIMATE = "/experiments/garden/climate";

test("A live plot moves, and its values change", async () => {
  await using site = await PlotSite.start(20);
  await visit({ origin: site.origin, path: CLIMATE }, async (page) => {
    await live(page);
    assert.equal(await page.locator(".chart canvas").count(), 3);
    const before = await picture(page);
    await waitFor("the plot moves", async () => await picture(page) !== before);
    const value = page.locator(".plot-legend tbody td").first();
    const shown = await value.innerText();
    await waitFor(
      "a value changes",
      async () => await value.innerText() !== shown,
    );
    await hasNotJumped(page);
    await fitsTheWidth(page);
    await isAccessible(page);
  });
});

test("Nothing jumps while a plot loads on a small screen", async () => {
  await using site = await PlotSite.start(4);
  const small = { width: 360, height: 740 };
  await visit(
    { origin: site.origin, path: CLIMATE, ...small },
    async (page) => {
      await live(page);
      await hasNotJumped(page);
      await fitsTheWidth(page);
    },
  );
});

test("A part of the time is selected by dragging, and a reload shows it again", async () => {
  await using site = await PlotSite.start(3);
  await visit({ origin: site.origin, path: CLIMATE }, async (page) => {
    await live(page);
    const box = await page.locator(".u-over").first().boundingBox();
    assert(box !== null);
    await page.mouse.move(box.x + 100, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 50, { steps: 4 });
    await page.mouse.move(box.x + 300, box.y + 50, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/live=0&from=[\d.]+&to=[\d.]+/);
    const note = page.locator(".plot-notes");
    await waitFor(
      "the time is named",
      async () => / to .* s\)/.test(await note.innerText()),
    );
    const shown = await note.innerText();
    await page.reload();
    await note.filter({ hasText: shown.split("\n").at(-1) }).waitFor();
    const tooltip = page.locator(".tooltip");
    await page.mouse.move(box.x + 150, box.y + 60);
    await tooltip.waitFor();
    await page.mouse.dblclick(box.x + 150, box.y + 60);
    await page.waitForURL((url) => !url.searchParams.has("from"));
  });
});

test("The keyboard is enough", async () => {
  await using site = await PlotSite.start(3);
  await visit({ origin: site.origin, path: CLIMATE }, async (page) => {
    await live(page);
    await page.locator(".panels").focus();
    await page.keyboard.press("Space");
    await page.waitForURL(/live=0/);
    const from = () => Number(new URL(page.url()).searchParams.get("from"));
    const paused = from();
    await page.keyboard.press("ArrowLeft");
    await waitFor("it moved", () => from() < paused);
    await page.keyboard.press("+");
    await waitFor("it zoomed", () => from() > paused - 15);
    await page.keyboard.press("Home");
    await page.waitForURL(/live=1/);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
});

test("Senders are hidden and shown again, alone and together", async () => {
  await using site = await PlotSite.start(3);
  await visit({ origin: site.origin, path: CLIMATE }, async (page) => {
    await live(page);
    await page.getByRole("checkbox", { name: "node-2" }).uncheck();
    await page.waitForURL(/hidden=node-2/);
    const row = page.locator(".plot-legend tbody tr").first();
    await row.hover();
    await row.getByRole("button", { name: "Show only node-1" }).click();
    await page.waitForURL(/hidden=node-2&hidden=node-3/);
    const link = page.getByRole("link", { name: "CSV" });
    const address = await link.getAttribute("href") ?? "";
    assert.match(address, /senders=node-1&clock=server&from=/);
    const answer = await page.request.get(site.origin + address);
    assert.match(await answer.text(), /^sender,.*temperature/);
  });
});

test("Vectors are a heat map and a spectrum, texts and blobs a log", async () => {
  await using site = await PlotSite.start(2);
  const path = "/experiments/garden/mixed?columns=psd&columns=note&columns=raw";
  await visit({ origin: site.origin, path, dark: true }, async (page) => {
    await live(page);
    await page.getByText("psd [dBm] by element").waitFor();
    await page.getByText(/Latest: node-\d/).waitFor();
    const log = page.getByRole("log");
    await log.getByText(/3 bytes: 01 02 ff/).first().waitFor();
    await log.hover();
    await page.mouse.wheel(0, -2_000);
    const follow = page.getByRole("button", { name: "Follow the end" });
    await follow.click();
    await follow.waitFor({ state: "detached" });
    await page.getByPlaceholder("Filter lines").fill("beacon 50.0");
    await page.getByText(/^2 lines of/).waitFor();
    await isAccessible(page);
  });
});

test("The rows of a table are shown page by page, on a small screen too", async () => {
  await using site = await PlotSite.start(2);
  const path = `${CLIMATE}?view=rows`;
  const small = { width: 360, height: 740 };
  await visit({ origin: site.origin, path, ...small }, async (page) => {
    const first = page.locator(".rows tbody td").first();
    await first.waitFor();
    await page.getByRole("button", { name: "Older" }).click();
    await page.getByRole("button", { name: "Newer" }).and(
      page.locator(":enabled"),
    ).waitFor();
    await fitsTheWidth(page);
    await page.getByRole("link", { name: "Plot" }).click();
    await live(page);
    await fitsTheWidth(page);
    await isAccessible(page);
  });
});

/** Waits until the plot is live. */
async function live(page: Page): Promise<void> {
  await page.locator(".plot-notes").getByText("Live", { exact: true })
    .waitFor();
}

/** What the first chart shows. */
function picture(page: Page): Promise<string> {
  return page.evaluate<string>(
    `document.querySelector(".chart canvas").toDataURL()`,
  );
}
