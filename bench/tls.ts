/**
 * What TLS costs: `oml2 load` over one connection at full speed, without TLS,
 * over the plain port beside one with TLS, and over TLS, alternately:
 * `deno run -A bench/tls.ts [TUPLES [ROUNDS]]`.
 *
 * @module
 */
import { Command } from "commander";
import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { serving, TestCa } from "../tests/_support/certificates.ts";
import {
  oml2Command,
  repositoryRoot,
} from "../tests/_support/runtime_command.ts";
import { TestServer } from "../tests/_support/test_server.ts";
import { parseCount, parseRounds } from "./option_values.ts";
import { processUsage } from "./process_usage.ts";
import { median } from "./results.ts";

const [tuples, rounds]: number[] = new Command("bench/tls.ts")
  .description("Measures what TLS costs.")
  .argument("[tuples]", "tuples of a run", parseCount, 300_000)
  .argument("[rounds]", "rounds", parseRounds, 5)
  .parse(process.argv.slice(2), { from: "user" })
  .processedArgs;

/** A way to the server. */
interface Way {
  readonly name: string;
  readonly server: TestServer;
  readonly target: string;
  readonly options: readonly string[];
}

/** One run. */
interface Run {
  /** Tuples per second, sent and stored. */
  readonly rate: number;
  /** The server's CPU time per tuple, in microseconds. */
  readonly cpu: number;
}

async function measure({ server, target, options }: Way): Promise<Run> {
  const cpuOf = () => processUsage(server.process.pid)?.cpuSeconds ?? NaN;
  const before = cpuOf();
  const [program, ...first] = oml2Command();
  const load = ["load", target, "--tuples", String(tuples), "--json"];
  const { stdout } = await promisify(execFile)(
    program,
    [...first, ...load, ...options],
    { cwd: repositoryRoot },
  );
  const { seconds } = JSON.parse(stdout);
  return {
    rate: tuples / seconds,
    cpu: 1e6 * (cpuOf() - before) / tuples,
  };
}

const ca = new TestCa();
const plain = await TestServer.start();
const secure = await TestServer.start(
  ...serving(ca.issue("server", "DNS:localhost")),
  ...["--plain-listen", "127.0.0.1:0"],
);
const [, besides] = /without TLS on port (\d+)/.exec(secure.process.stderr()) ??
  [];
const ways: readonly Way[] = [
  {
    name: "plain",
    server: plain,
    target: `localhost:${plain.process.port}`,
    options: [],
  },
  {
    name: "plain beside TLS",
    server: secure,
    target: `127.0.0.1:${besides}`,
    options: [],
  },
  {
    name: "TLS",
    server: secure,
    target: `tls:localhost:${secure.process.port}`,
    options: ["--tls-ca", ca.ca],
  },
];
const runs = new Map<Way, Run[]>(ways.map((way) => [way, []]));
for (let round = 0; round <= rounds; round++) {
  for (const way of ways) {
    const run = await measure(way);
    // The first round warms up.
    if (round > 0) runs.get(way)?.push(run);
  }
}
await Promise.all([plain.stop(), secure.stop()]);
ca[Symbol.dispose]();
const medians = [...runs].map(([{ name }, list]) => ({
  name,
  rate: median(list.map(({ rate }) => rate)) ?? NaN,
  cpu: median(list.map(({ cpu }) => cpu)) ?? NaN,
}));
const base = medians[0].rate;
for (const { name, rate, cpu } of medians) {
  console.log(
    `${name}: ${Math.round(rate / 1000)} k tuples/s (${
      (rate / base).toFixed(2)
    }), ${cpu.toFixed(3)} µs of the server's CPU per tuple`,
  );
}
