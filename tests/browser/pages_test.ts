import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests, type Visit } from "../_support/browser/browser_tests.ts";
import { sendTrouble, withLab } from "../_support/browser/lab_server.ts";
import { isDrawn } from "../_support/browser/canvas.ts";
import { fitsTheWidth, hasNotJumped } from "../_support/browser/layout.ts";

const { test, visit } = browserTests();

/** A page: its path, and what shows that it is complete. */
const PAGES: readonly [string, (page: Page) => Promise<unknown>][] = [
  ["/", (page) => page.getByRole("link", { name: "lab" }).waitFor()],
  [
    "/experiments/lab",
    (page) => page.getByText("node-05 has gaps").waitFor(),
  ],
  [
    "/experiments/lab?show=tables",
    (page) => page.getByRole("heading", { name: "node_radio" }).waitFor(),
  ],
  [
    "/experiments/lab?show=rejects",
    (page) => page.getByText("not a tuple").first().waitFor(),
  ],
  [
    "/experiments/lab?show=metadata",
    (page) => page.getByText("firmware").first().waitFor(),
  ],
  [
    "/status",
    (page) => page.getByRole("row", { name: /node-01/ }).waitFor(),
  ],
  [
    "/experiments/lab/node_radio",
    (page) => isDrawn(page.getByRole("img", { name: /rssi/ })),
  ],
  [
    "/experiments/lab/node_spectrum",
    (page) => isDrawn(page.getByRole("img", { name: /Heat map of level/ })),
  ],
  [
    "/experiments/lab/node_log",
    (page) => page.getByRole("log").getByText("channel 26").first().waitFor(),
  ],
  [
    "/experiments/lab/node_clock?view=rows",
    (page) => page.getByRole("cell", { name: "node-05" }).first().waitFor(),
  ],
];

/** Lends the server of a laboratory with troubles. */
function withTroubles(
  use: (origin: string) => Promise<void>,
): Promise<void> {
  return withLab({}, async (server) => {
    await sendTrouble(server, "node-05");
    await use(server.origin);
  });
}

/** Lends every page in turn, once it is complete, in one profile. */
function withPages(
  how: Partial<Visit>,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  return withTroubles((origin) =>
    visit({ ...how, origin }, async (page) => {
      for (const [path, isComplete] of PAGES) {
        await page.goto(path);
        await isComplete(page);
        await use(page);
      }
    })
  );
}

test("Every page is accessible, and does not jump while it loads", () =>
  withTroubles(async (origin) => {
    for (const [path, isComplete] of PAGES) {
      // A new profile: what is kept of other pages loads sooner.
      await visit({ origin, path }, async (page) => {
        await isComplete(page);
        await hasNotJumped(page);
        await fitsTheWidth(page);
        await isAccessible(page);
      });
    }
  }));

test("Every page is accessible where the system is dark", () =>
  withPages({ dark: true }, async (page) => {
    const background = await page.evaluate<string>(
      "getComputedStyle(document.body).backgroundColor",
    );
    const [red] = background.match(/\d+/) ?? [];
    assert(Number(red) < 64, `the background is ${background}`);
    await isAccessible(page);
  }));

test("Every page can be used at a width of 360 pixels", () =>
  withPages({ width: 360, height: 740 }, fitsTheWidth));
