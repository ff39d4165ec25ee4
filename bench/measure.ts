/**
 * One measurement: a load on a fresh server.
 *
 * @module
 */
import { spawn } from "node:child_process";
import type { LoadReport } from "../load/report.ts";
import { type Contestant, OML2 } from "./contestants.ts";
import type { Measured } from "./results.ts";
import { ServerUnderTest } from "./server_under_test.ts";

/**
 * Starts the server, sends a load from a separate process, and checks the
 * result. A load that is watched is measured by when its tuples become visible
 * instead of by its rate.
 */
export async function measureLoad(
  contestant: Contestant,
  load: readonly string[],
  { isWatched = false } = {},
): Promise<Measured> {
  await using server = await ServerUnderTest.start(contestant);
  const before = server.usage();
  const { report, faults } = await sendLoad(server, [
    ...[...load, "--check", server.dir],
    ...isWatched ? ["--latency", server.dir] : [],
  ]);
  if (report === undefined) return { figures: {}, faults };
  const after = server.usage();
  const cpuSeconds = before && after && after.cpuSeconds - before.cpuSeconds;
  return {
    figures: {
      rate: report.tuplesPerSecond,
      cpuSeconds,
      cpuPerMillion: cpuSeconds && 1e6 * cpuSeconds / report.tuples,
      peakBytes: after?.peakBytes,
      endBytes: after?.residentBytes,
      p50: report.latency?.p50,
      p99: report.latency?.p99,
      max: report.latency?.max,
    },
    faults,
  };
}

/** Sends a load to a running server or proxy. */
export async function sendLoad(
  { port }: Pick<ServerUnderTest, "port">,
  load: readonly string[],
): Promise<{ report: LoadReport | undefined; faults: readonly string[] }> {
  const target = `127.0.0.1:${port}`;
  const { output, errors } = await runOml2(["load", target, ...load, "--json"]);
  if (output === "") return { report: undefined, faults: [errors.trim()] };
  const report = JSON.parse(output) as LoadReport;
  return { report, faults: report.faults };
}

/** Runs a subcommand on Deno. */
export async function runOml2(
  args: readonly string[],
): Promise<{ output: string; errors: string }> {
  const [program, ...first] = OML2;
  const child = spawn(program, [...first, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => output += text);
  child.stderr.setEncoding("utf8").on("data", (text) => errors += text);
  await new Promise((resolve, reject) =>
    child.on("close", resolve).on("error", reject)
  );
  return { output, errors };
}
