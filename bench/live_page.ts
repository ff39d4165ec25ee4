/**
 * Measures what open live plots cost the server: `deno task bench:page
 * [ROUNDS]`. Each round sends the same load without viewers, with three clients
 * that read what live plots read, and with three pages of Chromium.
 *
 * The browsers share the processors with the server and the load generator, as
 * they would not on another machine; they run at the lowest priority.
 *
 * @module
 */
import { Command } from "commander";
import { execFileSync } from "node:child_process";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";
import { OML2 } from "./contestants.ts";
import { describeMachine } from "./machine.ts";
import { sendLoad } from "./measure.ts";
import { parseRounds } from "./option_values.ts";
import { median } from "./results.ts";
import { freePort, ServerUnderTest } from "./server_under_test.ts";

const VIEWS = 3;
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

/** Opens viewers of the server whose HTTP port is given. */
type OpenViewers = (http: number) => Promise<Disposable | AsyncDisposable>;

const VIEWERS: ReadonlyMap<string, OpenViewers> = new Map<string, OpenViewers>([
  ["no viewers", openNothing],
  [`${VIEWS} clients reading live plots`, openTails],
  [`${VIEWS} pages of Chromium on the same machine`, openPages],
]);

const [rounds]: number[] = new Command("deno task bench:page")
  .description("Measures what open live plots cost the server.")
  .argument("[rounds]", "rounds", parseRounds, 5)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;
const { hardware, system, versions } = describeMachine("node");
console.log(`${hardware}, ${system}; ${versions}; ${rounds} rounds\n`);
const runs = new Map<string, Run[]>();
for (let i = 0; i < rounds; i++) {
  for (const [name, open] of VIEWERS) {
    runs.set(name, [...runs.get(name) ?? [], await run(open)]);
  }
}
console.log("| viewers | thousand tuples/s | of no viewers | CPU a million |");
console.log("| --- | --- | --- | --- |");
const [alone = []] = runs.values();
for (const [name, all] of runs) {
  const rate = median(all.map((each) => each.rate)) ?? 0;
  const cpu = median(all.map(({ cpuPerMillion }) => cpuPerMillion)) ?? 0;
  const ratios = all.map((each, i) => each.rate / alone[i].rate);
  const share = (100 * (median(ratios) ?? 0)).toFixed(1);
  const figures = [Math.round(rate / 1000), `${share} %`, cpu.toFixed(2)];
  console.log(`| ${[name, ...figures].join(" | ")} s |`);
}

async function run(open: OpenViewers): Promise<Run> {
  const http = await freePort();
  await using server = await ServerUnderTest.start({
    name: "Deno",
    command: (port, dir) => [
      ...[...OML2, "server", "-l", String(port), "-D", dir],
      ...["--logfile", `${dir}/server.log`, "--http", String(http)],
    ],
  });
  // The table must be there before it can be plotted.
  await load(server, 1000);
  await using _viewers = await open(http);
  const before = server.usage()?.cpuSeconds ?? 0;
  const rate = await load(server, TUPLES);
  const used = (server.usage()?.cpuSeconds ?? 0) - before;
  return {
    rate,
    cpuPerMillion: used / (TUPLES / 1e6),
  };
}

/** Sends tuples; returns how many the server takes per second. */
async function load(server: ServerUnderTest, tuples: number): Promise<number> {
  const args = [...LOAD, "--tuples", String(tuples)];
  const { report, faults } = await sendLoad(server, args);
  if (report === undefined) throw new Error(`Cannot load: ${faults}`);
  return report.tuplesPerSecond;
}

function openNothing(): Promise<Disposable> {
  return Promise.resolve({ [Symbol.dispose]: () => undefined });
}

/** Follows the table as a live plot does, without drawing anything. */
async function openTails(http: number): Promise<Disposable> {
  const stop = new AbortController();
  const tail = `http://127.0.0.1:${http}/api/v1/experiments/${DOMAIN}-0` +
    `/tables/${TABLE}/tail?columns=value`;
  for (let i = 0; i < VIEWS; i++) {
    const { body } = await fetch(tail, { signal: stop.signal });
    body?.pipeTo(new WritableStream()).catch(() => undefined);
  }
  return { [Symbol.dispose]: () => stop.abort() };
}

/** Opens live plots, and waits until each has drawn something. */
async function openPages(http: number): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
  for (let i = 0; i < VIEWS; i++) {
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
