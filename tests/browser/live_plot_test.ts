import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { browserTests } from "../_support/browser/browser_tests.ts";
import {
  comesToRest,
  isDrawn,
  moves,
  pixels,
} from "../_support/browser/canvas.ts";
import { tabTo } from "../_support/browser/keyboard.ts";
import { withLab } from "../_support/browser/lab_server.ts";
import { countRows } from "../_support/sqlite.ts";

const { test, visit } = browserTests();

const RADIO = "/experiments/lab/node_radio";

const plotOf = (page: Page, column: string) =>
  page.getByRole("img", { name: new RegExp(column) });
const note = (page: Page, text: string | RegExp) =>
  page.locator(".plot-notes").getByText(text);

test("From the list to a live plot, which moves, pauses and goes on, by keys alone", () =>
  withLab({}, ({ origin }) =>
    visit({ origin }, async (page) => {
      await tabTo(page, page.getByRole("link", { name: "lab" }));
      await page.keyboard.press("Enter");
      await tabTo(
        page,
        page.getByRole("link", { name: /node-02, node_radio/ }),
      );
      await page.keyboard.press("Enter");
      const plot = plotOf(page, "rssi");
      await isDrawn(plot);
      await moves(plot);
      await tabTo(page, page.getByRole("group", { name: /^Plots/ }));
      await page.keyboard.press("Space");
      await note(page, /to .* \(/).waitFor();
      await comesToRest(plot);
      await page.keyboard.press("+");
      await page.waitForURL(/from=.*to=/);
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Home");
      await note(page, "Live").waitFor();
      await moves(plot);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    })));

test("A drag zooms, and the link reproduces the view after a reload", () =>
  withLab(
    { history: 60 },
    ({ origin }) =>
      visit({ origin, path: `${RADIO}?columns=rssi` }, async (page) => {
        const plot = plotOf(page, "rssi");
        await isDrawn(plot);
        const box = await plot.boundingBox();
        assert(box !== null);
        const at = (share: number) =>
          [box.x + share * box.width, box.y + box.height / 2] as const;
        await page.mouse.move(...at(0.5));
        await page.mouse.down();
        await page.mouse.move(...at(0.6), { steps: 4 });
        await page.mouse.move(...at(0.8), { steps: 4 });
        await page.mouse.up();
        await page.waitForURL(/from=.*to=/);
        await page.mouse.move(5, 5);
        await page.waitForLoadState("networkidle");
        await comesToRest(plot);
        const seen = await pixels(plot);
        await page.reload();
        await isDrawn(plot);
        await page.waitForLoadState("networkidle");
        await comesToRest(plot);
        assert(await pixels(plot) === seen, "another picture");
      }),
  ));

test("What is seen can be downloaded as CSV", () =>
  withLab({ nodes: 3 }, (server) =>
    visit({
      origin: server.origin,
      path: `${RADIO}?columns=rssi&senders=node-02&live=1&span=all`,
    }, async (page) => {
      await isDrawn(plotOf(page, "rssi"));
      const waiting = page.waitForEvent("download");
      await page.getByRole("link", { name: "CSV" }).click();
      const text = readFileSync(await (await waiting).path(), "utf8");
      const [head, ...rows] = text.trimEnd().split(/\r?\n/);
      assert.match(head, /^sender,.*rssi$/);
      assert(rows.length > 0);
      assert(rows.every((row) => row.startsWith("node-02,")), rows[0]);
      assert(rows.length < countRows(server.path("lab"), "node_radio"));
    })));

test("A live plot goes on after the server has been restarted", () =>
  withLab(
    {},
    (server) =>
      visit(
        { origin: server.origin, path: RADIO },
        async (page, { faults }) => {
          const plot = plotOf(page, "rssi");
          await isDrawn(plot);
          faults.expect(/ERR_|503/);
          await server.stop();
          await note(page, "The server does not answer; retrying").waitFor();
          await server.startAgain();
          await note(page, "Live").waitFor();
          await moves(plot);
        },
      ),
  ));
