/**
 * The subcommand `load`: sends a load, and tells what came of it.
 *
 * @module
 */
import process from "node:process";
import { quoteJson } from "../codec/values/quote.ts";
import { checkFlows, untilSettled } from "../load/check.ts";
import { LoadError, sendLoad } from "../load/load.ts";
import type { Flow } from "../load/load_options.ts";
import { LOAD_SCHEMAS } from "../load/load_schemas.ts";
import { formatProgress, formatReport, reportLoad } from "../load/report.ts";
import type { Runtime } from "../ports/runtime.ts";
import type { LoadFlags } from "./load_flags.ts";

/** Milliseconds that a server has to close its databases before a check. */
const SETTLE_MS = 2_000;

/** Sends the load; returns the exit status: 1 unless all is as it should. */
export async function load(
  runtime: Runtime,
  flags: LoadFlags,
): Promise<number> {
  const run = Date.now().toString(36);
  try {
    const sent = await sendLoad(runtime, flags, run, {
      latency: flags.latency,
      progress: (tuples, seconds) =>
        process.stderr.write(`${formatProgress(tuples, seconds)}\n`),
    });
    const faults = await check(flags, sent.flows);
    const report = reportLoad(flags, sent, faults);
    const text = flags.json
      ? quoteJson(JSON.stringify(report))
      : formatReport(report);
    process.stdout.write(`${text}\n`);
    return report.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    process.stderr.write(`oml2 load: ${error.message}\n`);
    return 1;
  }
}

async function check(
  { check: directory, schema }: LoadFlags,
  flows: readonly Flow[],
): Promise<string[] | undefined> {
  if (directory === undefined) return undefined;
  await untilSettled(directory, flows, SETTLE_MS);
  return checkFlows(directory, LOAD_SCHEMAS[schema].schema.name, flows);
}
