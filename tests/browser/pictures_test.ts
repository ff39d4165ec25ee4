import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test as anyTest } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { browserTests, type Visit } from "../_support/browser/browser_tests.ts";
import { isDrawn } from "../_support/browser/canvas.ts";
import { Lab } from "../_support/browser/lab.ts";
import { sendTrouble, withLab } from "../_support/browser/lab_server.ts";
import { PageServer } from "../_support/browser/page_server.ts";
import {
  IMAGES,
  screenshot,
  takesPictures,
} from "../_support/browser/screenshot.ts";
import { withHtml } from "../_support/browser/html_server.ts";
import { freePort } from "../_support/free_port.ts";
import { numbered } from "../_support/hello.ts";
import { storeLabRun } from "../report/_support/lab_run.ts";
import { runOml2 } from "../_support/run_command.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

const { test, visit } = browserTests(
  takesPictures ? undefined : "pictures are taken with OML_SCREENSHOTS=1",
);

/** Milliseconds until sparklines and sentences show what a person would see. */
const SETTLED_MS = 6_000;

interface Picture extends Partial<Visit> {
  readonly name: string;
  readonly isReady: (page: Page) => Promise<unknown>;
  /** Milliseconds to wait when it is ready, if not the usual. */
  readonly wait?: number;
}

const RADIO =
  "/experiments/lab/node_radio?columns=rssi&columns=associated&clock=client";

const PICTURES: readonly Picture[] = [
  {
    name: "live-plot",
    path: RADIO,
    height: 720,
    isReady: (page) => isDrawn(page.getByRole("img", { name: /associated/ })),
  },
  {
    name: "live-plot-dark",
    path: RADIO,
    height: 720,
    dark: true,
    isReady: (page) => isDrawn(page.getByRole("img", { name: /associated/ })),
  },
  {
    name: "live-plot-narrow",
    path: "/experiments/lab/node_power?columns=current&clock=client",
    width: 360,
    height: 640,
    isReady: (page) => isDrawn(page.getByRole("img", { name: /current/ })),
  },
  {
    name: "vectors",
    path:
      "/experiments/lab/node_spectrum?senders=node-02&clock=client&span=300&live=1",
    height: 760,
    isReady: (page) => isDrawn(page.getByRole("img", { name: /Heat map/ })),
  },
  {
    name: "log",
    path: "/experiments/lab/node_log",
    height: 480,
    isReady: (page) => page.getByText("channel 26").first().waitFor(),
  },
  {
    name: "experiment",
    path: "/experiments/lab",
    height: 640,
    isReady: (page) =>
      page.getByText(/node-03 and node-07 are silent/).waitFor(),
  },
  {
    name: "rejects",
    path: "/experiments/lab?show=rejects",
    height: 480,
    isReady: (page) => page.getByText("not a tuple").first().waitFor(),
  },
  {
    name: "server-dark",
    path: "/status",
    dark: true,
    height: 640,
    isReady: (page) => page.getByRole("row", { name: /lab:node-01/ }).waitFor(),
  },
  {
    name: "experiments",
    path: "/",
    height: 420,
    wait: 45_000,
    isReady: (page) => page.getByRole("link", { name: "lab" }).waitFor(),
  },
];

test("Pictures of a server's page", () =>
  withLab({ nodes: 6, history: 300 }, async (server, lab) => {
    await using _other = await Lab.start(server.port, {
      domain: "roof",
      nodes: 2,
    });
    await sendTrouble(server, "node-07");
    lab.node("node-03").isSilent = true;
    for (const { name, isReady, wait = SETTLED_MS, ...how } of PICTURES) {
      await visit({ origin: server.origin, ...how }, async (page) => {
        await isReady(page);
        await delay(wait);
        await screenshot(page, name);
      });
    }
  }));

test("A picture of a proxy's page", async () => {
  await using server = await TestServer.start();
  const http = await freePort();
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["--http", `127.0.0.1:${http}`, "--rate", "50k"],
  );
  const hello = { domain: "field", sender: "buoy-1" };
  await proxy.client(hello, numbered(0, 20_000));
  await proxy.client({ ...hello, sender: "buoy-2" }, numbered(0, 5_000));
  const origin = `http://127.0.0.1:${http}`;
  await visit({ origin, height: 720 }, async (page) => {
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText(/> RESUME/).waitFor();
    await delay(SETTLED_MS / 2);
    await screenshot(page, "proxy");
  });
});

test("A picture of a group of servers", async () => {
  await using two = await PageServer.start();
  await using three = await PageServer.start();
  const peers = [two, three].map(({ origin }) => new URL(origin).host);
  const [, away] = peers;
  await using one = await PageServer.start("--peer", ...peers);
  await using _lab = await Lab.start(one.port, { nodes: 3 });
  await using _part = await Lab.start(two.port, { nodes: 2 });
  await using _roof = await Lab.start(two.port, { domain: "roof", nodes: 2 });
  await visit({
    origin: one.origin,
    path: "/status",
    height: 860,
  }, async (page) => {
    await page.getByText("3 of 3 answer").waitFor();
    await three.server.process.kill();
    const row = page.getByRole("row", { name: away });
    await row.getByText("connection refused").waitFor();
    await delay(SETTLED_MS);
    await screenshot(page, "servers");
  });
});

test("A picture of a report", async () => {
  const directory = makeTempDir();
  try {
    const database = await storeLabRun(directory);
    const { stdout } = await runOml2("report", database, "--format", "html");
    await withHtml(
      stdout,
      (origin) =>
        visit({ origin, height: 1_440 }, (page) => screenshot(page, "report")),
    );
  } finally {
    removeTempDir(directory);
  }
});

anyTest(
  "Every picture is in a document, and every one in a document exists",
  () => {
    const documents = [
      "README.md",
      ...readdirSync(join(repositoryRoot, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => join("docs", name)),
    ];
    const shown = documents.flatMap((name) => {
      const text = readFileSync(join(repositoryRoot, name), "utf8");
      return [...text.matchAll(/images\/([\w-]+\.png)/g)].map(([, each]) =>
        each
      );
    });
    const taken = existsSync(IMAGES) ? readdirSync(IMAGES) : [];
    assert.deepEqual([...new Set(shown)].sort(), taken.sort());
  },
);
