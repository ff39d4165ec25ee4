/**
 * Measures what open live plots cost the server: `deno task bench:page
 * [ROUNDS]`. Each round sends the same load twice, without and with three pages
 * of Chromium open, in changing order.
 *
 * The browsers share the machine with the server and the load generator, so
 * they run at the lowest priority: on another machine they would not take the
 * server's processors.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";
import { OML2 } from "./contestants.ts";
import { describeMachine } from "./machine.ts";
import { loadServer } from "./measure.ts";
import { median } from "./results.ts";
import { freePort, ServerUnderTest } from "./server_under_test.ts";

const PAGES = 3;
const TUPLES = 4_000_000;
const DOMAIN = "bench";
const TABLE = "load_lin";

/** Connections share the load; all send to one experiment. */
const LOAD = ["--connections", "4", "--domain", DOMAIN];

/** One run. */
interface Run {
  readonly rate: number;
  readonly cpuPerMillion: number;
}

const rounds = Number(process.argv[2] ?? 5);
const { hardware, system, versions } = describeMachine("node");
console.log(`${hardware}, ${system}; ${versions}; ${rounds} pairs\n`);
const pairs: [alone: Run, watched: Run][] = [];
for (let i = 0; i < rounds; i++) {
  const pair = new Map<number, Run>();
  for (const pages of i % 2 === 0 ? [0, PAGES] : [PAGES, 0]) {
    pair.set(pages, await run(pages));
  }
  const [alone, watched] = [pair.get(0), pair.get(PAGES)];
  if (alone === undefined || watched === undefined) continue;
  pairs.push([alone, watched]);
  console.log(`alone ${text(alone)}; watched ${text(watched)}`);
}
const ratios = pairs.map(([alone, watched]) => watched.rate / alone.rate);
console.log(`\nThroughput with ${PAGES} live plots open: ${share(ratios)}`);
const costs = pairs.map(([alone, watched]) =>
  watched.cpuPerMillion / alone.cpuPerMillion
);
console.log(`CPU of the server per tuple: ${share(costs)}`);

async function run(pages: number): Promise<Run> {
  const http = await freePort();
  await using server = await ServerUnderTest.start({
    name: "Deno",
    command: (port, dir) => [
      ...[...OML2, "server", "-l", String(port), "-D", dir],
      ...["--logfile", `${dir}/server.log`, "--http", String(http)],
    ],
  });
  // The table must be there before it can be plotted.
  await loadServer(server, [...LOAD, "--tuples", "1000"]);
  const browser = pages === 0 ? undefined : await openPages(pages, http);
  const before = server.usage()?.cpuSeconds ?? 0;
  const report = await loadServer(server, [...LOAD, "--tuples", `${TUPLES}`]);
  const used = (server.usage()?.cpuSeconds ?? 0) - before;
  await browser?.close();
  return {
    rate: report.tuplesPerSecond,
    cpuPerMillion: used / (TUPLES / 1e6),
  };
}

/** Opens live plots, and waits until each has drawn something. */
async function openPages(pages: number, http: number): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
  for (let i = 0; i < pages; i++) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(
      `http://127.0.0.1:${http}/experiments/${DOMAIN}-0/${TABLE}?live=1`,
    );
    await page.locator("canvas").first().waitFor();
  }
  lowerPriority();
  return browser;
}

/** Gives all processes of this program's Chromium the lowest priority. */
function lowerPriority(): void {
  const pids = execFileSync("pgrep", ["-f", "chromium.*--no-first-run"], {
    encoding: "utf8",
  });
  for (const pid of pids.split("\n").filter((line) => line !== "")) {
    execFileSync("renice", ["-n", "19", "-p", pid], { stdio: "ignore" });
  }
}

function text({ rate, cpuPerMillion }: Run): string {
  return `${Math.round(rate / 1000)} thousand/s, ` +
    `${cpuPerMillion.toFixed(2)} s of CPU a million`;
}

function share(ratios: readonly number[]): string {
  return `${((median(ratios) ?? 0) * 100).toFixed(1)} % (median; ${
    ratios.map((ratio) => (100 * ratio).toFixed(0)).join(", ")
  })`;
}
