/**
 * One measurement: a load on a fresh server.
 *
 * @module
 */
import { spawn } from "node:child_process";
import type { LoadReport } from "../load/report.ts";
import { type Contestant, OML2 } from "./contestants.ts";
import { ServerUnderTest } from "./server_under_test.ts";

/** The result of one run. */
export interface Measured {
  /** What was sent; unset if the run failed. */
  readonly report: LoadReport | undefined;
  /** Seconds of CPU that the server used; Linux only. */
  readonly cpuSeconds: number | undefined;
  /** The server's peak memory in bytes; Linux only. */
  readonly peakBytes: number | undefined;
  /** Errors. */
  readonly faults: readonly string[];
}

/**
 * Starts the server, sends a load from a separate process, and checks the
 * result.
 */
export async function measure(
  contestant: Contestant,
  load: readonly string[],
  { latency = false } = {},
): Promise<Measured> {
  await using server = await ServerUnderTest.start(contestant);
  const before = server.usage();
  const { output, errors } = await runOml2([
    ...["load", `127.0.0.1:${server.port}`, ...load, "--json"],
    ...["--check", server.dir],
    ...latency ? ["--latency", server.dir] : [],
  ]);
  const report = output === "" ? undefined : JSON.parse(output) as LoadReport;
  const after = server.usage();
  return {
    report,
    cpuSeconds: before && after && after.cpuSeconds - before.cpuSeconds,
    peakBytes: after?.peakBytes,
    faults: report?.faults ?? [errors.trim()],
  };
}

/**
 * Sends a load to a running server, without checking what it stores.
 *
 * @throws {Error} if that fails.
 */
export async function loadServer(
  server: ServerUnderTest,
  load: readonly string[],
): Promise<LoadReport> {
  const target = `127.0.0.1:${server.port}`;
  const { output, errors } = await runOml2([
    ...["load", target, ...load, "--json"],
  ]);
  if (output === "") throw new Error(`Cannot load the server: ${errors}`);
  return JSON.parse(output) as LoadReport;
}

async function runOml2(
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
