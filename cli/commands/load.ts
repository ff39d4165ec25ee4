/**
 * The subcommand `load`: sends a load, and reports the result.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import { quoteJson } from "../../codec/values/quote.ts";
import { checkFlows, untilSettled } from "../../load/check.ts";
import { LoadError, sendLoad } from "../../load/load.ts";
import type { Flow } from "../../load/load_options.ts";
import { LOAD_SCHEMAS } from "../../load/load_schemas.ts";
import { formatProgress, formatReport, reportLoad } from "../../load/report.ts";
import type { Runtime } from "../../ports/runtime.ts";
import {
  loadCommand,
  type LoadFlags,
  parseLoadFlags,
} from "../flags/load_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Milliseconds within which a server closes its databases before a check. */
const SETTLE_MS = 2_000;

/** Sends a load; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseLoadFlags(args, "oml2 load"),
    (flags) => load(runtime, flags),
  );
}

/** The options. */
export function command(): Command {
  return loadCommand("oml2 load");
}

/** Sends the load; returns the exit status: 0 only if there is no fault. */
async function load(
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
