import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { frameTimes } from "../_support/browser/frame_times.ts";

const { test, visit } = browserTests();

/** As strict as the page's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; " +
  "img-src data:";

/** Lends the origin of a server with one page, and one script. */
async function withPage(
  { body = "<h1>Hello</h1>", script = "" },
  use: (origin: string) => Promise<void>,
): Promise<void> {
  const html = '<!doctype html><html lang="en"><title>Test</title>' +
    `<link rel="icon" href="data:,"><main>${body}</main>` +
    '<script src="script.js"></script></html>';
  const server = createServer((request, response) => {
    const isScript = request.url === "/script.js";
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader(
      "Content-Type",
      isScript ? "text/javascript" : "text/html",
    );
    response.end(isScript ? script : html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("A page without faults passes, and is accessible", () =>
  withPage({}, (origin) =>
    visit({ origin }, async (page) => {
      assert.equal(await page.getByRole("heading").innerText(), "Hello");
      await isAccessible(page);
    })));

/** A script with a fault, and what the failed test says. */
const FAULTS: readonly [string, string, RegExp][] = [
  ["An exception", "null.x", /exception: .*TypeError/],
  ["An error in the console", "console.error('no')", /console error: no/],
  ["A warning", "console.warn('hm')", /console warning: hm/],
  [
    "A request to another host",
    "fetch('http://127.0.0.1:1/').catch(() => {})",
    /request to another host: http:\/\/127\.0\.0\.1:1\//,
  ],
  [
    "Code that the content security policy forbids",
    "document.body.setAttribute('style', 'color: red')",
    /console error: .*Content Security Policy/,
  ],
];

/** Waits until the browser has reported everything so far. */
const look = (page: Page) => page.evaluate("undefined").then(() => {});

for (const [name, script, told] of FAULTS) {
  test(`${name} fails the test`, () =>
    withPage({ script }, async (origin) => {
      await assert.rejects(visit({ origin }, look), told);
    }));
}

test("An expected fault does not fail the test", () =>
  withPage(
    { script: "console.error('no')" },
    (origin) => visit({ origin, expected: [/console error: no/] }, look),
  ));

test("A text that nobody can read is a fault of accessibility", () =>
  withPage(
    { body: "<h1>Hello</h1><img src='data:,'><button></button>" },
    (origin) =>
      visit({ origin, expected: [/./] }, async (page) => {
        await assert.rejects(
          isAccessible(page),
          /image-alt[\s\S]*<img[\s\S]*button-name|button-name[\s\S]*image-alt/,
        );
      }),
  ));

test("A failed step says what the page shows", () =>
  withPage({}, async (origin) => {
    const fails = visit({ origin }, () => Promise.reject(new Error("Step")));
    await assert.rejects(fails, (error) => {
      assert.match(String(error), /The page says: Hello/);
      assert.match(String((error as Error).cause), /Step/);
      return true;
    });
  }));

test("Frame times show a page that is held up", () =>
  withPage({
    script: `setInterval(() => {
      const end = performance.now() + 60;
      while (performance.now() < end);
    }, 70)`,
  }, (origin) =>
    visit({ origin }, async (page) => {
      const { p95, frames } = await frameTimes(page, 1_000);
      assert(p95 > 40, `95 % under ${p95} ms`);
      assert(frames > 2, `${frames} frames`);
    })));
