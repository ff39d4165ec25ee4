import assert from "node:assert/strict";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { grows } from "../_support/browser/figures.ts";
import { Lab } from "../_support/browser/lab.ts";
import { fitsTheWidth, hasNotJumped } from "../_support/browser/layout.ts";
import { PageServer } from "../_support/browser/page_server.ts";

const { test, visit } = browserTests();

test("The page shows the servers of a group, live, also when one dies", async () => {
  await using two = await PageServer.start();
  await using three = await PageServer.start();
  const [b, c] = [two, three].map(({ origin }) => new URL(origin).host);
  await using one = await PageServer.start("--peer", b, c);
  await using _lab = await Lab.start(one.port, { nodes: 2 });
  await using _part = await Lab.start(two.port, { nodes: 1 });
  const { origin } = one;
  await visit({ origin, path: "/status" }, async (page) => {
    const servers = page.getByRole("group", { name: "Servers" });
    const row = (name: string) => servers.getByRole("row", { name });
    await row(b).getByText("ok").waitFor();
    await row(c).getByText("ok").waitFor();
    await row("(this one)").getByText("ok").waitFor();
    await servers.getByText("3 of 3 answer").waitFor();
    await page.getByText("lab has parts on several servers").waitFor();
    await grows(row(b), /\s1\s+1\s+([\d,]+)\s/);
    await hasNotJumped(page);
    await fitsTheWidth(page);
    await isAccessible(page);

    await three.server.process.kill();
    await row(c).getByText("connection refused").waitFor();
    await servers.getByText("2 of 3 answer").waitFor();
    await isAccessible(page);

    const link = servers.getByRole("link", { name: b });
    assert.equal(await link.getAttribute("href"), `http://${b}/status`);
  });
  await visit(
    { origin, path: "/status", width: 360, height: 740, dark: true },
    async (page) => {
      await page.getByText("2 of 3 answer").waitFor();
      await fitsTheWidth(page);
      await isAccessible(page);
    },
  );
});

test("A server without peers has no table of servers", async () => {
  await using one = await PageServer.start();
  await visit({ origin: one.origin, path: "/status" }, async (page) => {
    await page.getByRole("heading", { name: "Connected clients" }).waitFor();
    assert.equal(await page.getByText("Servers").count(), 0);
  });
});
