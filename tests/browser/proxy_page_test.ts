import assert from "node:assert/strict";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { fitsTheWidth, hasNotJumped } from "../_support/browser/layout.ts";
import { freePort } from "../_support/free_port.ts";
import { numbered } from "../_support/hello.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

const { test, visit } = browserTests();

const TUPLES = 20_000;

test("The proxy's page counts refused connections", async () => {
  const http = await freePort();
  await using proxy = await TestProxy.start(
    await freePort(),
    ...["--http", `127.0.0.1:${http}`, "--allow", "192.0.2.0/24"],
  );
  const client = await proxy.connect();
  assert.equal(await client.serverEndsWithin(), true);
  await visit({ origin: `http://127.0.0.1:${http}` }, async (page) => {
    await page.getByText("1 by address").waitFor();
  });
});

test("The proxy's page drives a replay, and stops it only after a question", async () => {
  await using server = await TestServer.start();
  const http = await freePort();
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["--http", `127.0.0.1:${http}`],
  );
  const client = await proxy.client({ domain: "spooled" }, numbered(0, TUPLES));
  await visit({ origin: `http://127.0.0.1:${http}` }, async (page) => {
    await page.getByRole("heading", { name: "Proxy" }).waitFor();
    await page.getByRole("row", { name: /spooled|result/ }).waitFor();
    await fitsTheWidth(page);
    await hasNotJumped(page);
    await isAccessible(page);
    await page.getByRole("button", { name: "Resume" }).click();
    await server.sees(TUPLES, "spooled");
    await page.getByRole("button", { name: "Stop" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await client.send(numbered(TUPLES, TUPLES + 1));
    await server.sees(TUPLES + 1, "spooled");
    await page.getByRole("button", { name: "Stop" }).click();
    await dialog.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Resume" }).and(
      page.locator(":enabled"),
    ).waitFor();
    await client.send(numbered(TUPLES + 1, TUPLES + 2));
    await page.getByRole("button", { name: "Resume" }).click();
    await client.end();
    await proxy.drained();
    await server.sees(TUPLES + 2, "spooled");
    assert.equal(await page.getByRole("alert").count(), 0);
  });
});
