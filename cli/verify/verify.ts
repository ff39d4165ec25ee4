/**
 * Compares the experiments of two sources.
 *
 * @module
 */
import process from "node:process";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { compareExperiments } from "../../verify/compare_experiments.ts";
import type { Progress } from "../../verify/report.ts";
import { type Tolerance, tolerancesFor } from "../../verify/tolerances.ts";
import type { Both } from "../../verify/tuple.ts";
import type { VerifyFlags } from "../flags/verify_flags.ts";
import { StartError } from "../options/options_error.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { say } from "../process/say.ts";
import { Signals } from "../process/signals.ts";
import { writeOut } from "../process/write_out.ts";
import { openSource, type Source } from "./open_source.ts";
import { listExperiments, pairExperiments } from "./pair_experiments.ts";
import { progressText } from "./progress_text.ts";
import { jsonText } from "./report_json.ts";
import { experimentLines, summaryLines } from "./report_text.ts";
import {
  type ExperimentResult,
  notCompared,
  statusOf,
  toleranceUse,
} from "./verify_result.ts";

/** The exit status if they could not be compared. */
const NOT_COMPARED = 2;

/** What a comparison needs. */
interface Comparison {
  readonly flags: VerifyFlags;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Writes lines to stdout. */
  readonly print: (...lines: readonly string[]) => Promise<void>;
}

/**
 * Compares two sources, and prints the result. Returns the exit status: 0 if
 * they are the same, 1 if not, 2 if they could not be compared.
 */
export async function verify(
  runtime: Runtime,
  flags: VerifyFlags,
): Promise<number> {
  // A URI may have a password, and every user can read the command line.
  process.title = "oml2 verify";
  const progress: Progress = { subject: "", step: "compare", rows: 0 };
  const since = performance.now();
  const line = new ProgressLine(
    process.stderr,
    () => progressText(progress, (performance.now() - since) / 1000),
  );
  const stop = new AbortController();
  new Signals(runtime).stop.then((signal) =>
    stop.abort(new StartError(`ended by ${signal}`))
  );
  try {
    return await compareSources({
      ...{ flags, progress, signal: stop.signal },
      print: (...lines) => {
        line.clear();
        return writeOut(lines.map((text) => `${text}\n`).join(""));
      },
    });
  } catch (error) {
    line.clear();
    // With status 1, they would count as different.
    say(process.stderr, `oml2 verify: ${faultText(error)}\n`);
    return NOT_COMPARED;
  } finally {
    line.end();
  }
}

/** Compares everything, and prints it; returns the exit status. */
async function compareSources(comparison: Comparison): Promise<number> {
  const { flags, print } = comparison;
  const [a, b] = [await openSource(flags.a), await openSource(flags.b)];
  await using _a = a.place;
  await using _b = b.place;
  const original = flags.original && { a, b }[flags.original].backend;
  const tolerances = tolerancesFor([a.backend, b.backend], original);
  const experiments: ExperimentResult[] = [];
  for await (const each of compareEach({ a, b }, tolerances, comparison)) {
    experiments.push(each);
    if (!flags.json) await print(...experimentLines(each));
  }
  const result = {
    places: { a: a.place.place, b: b.place.place },
    notCompared: notCompared(flags),
    tolerated: toleranceUse(tolerances, experiments),
    experiments,
  };
  await print(...flags.json ? [jsonText(result)] : summaryLines(result));
  return statusOf(experiments);
}

/** Compares one experiment after the other. */
async function* compareEach(
  { a, b }: Both<Source>,
  tolerances: readonly Tolerance[],
  { flags, progress, signal }: Comparison,
): AsyncGenerator<ExperimentResult> {
  const listed = await Promise.all([
    listExperiments(a, flags.domain),
    listExperiments(b, flags.domain),
  ]);
  for (const pair of pairExperiments({ a: listed[0], b: listed[1] })) {
    const name = pair.a ?? pair.b ?? "";
    if (pair.a === undefined) yield { name, missing: "a" };
    else if (pair.b === undefined) yield { name, missing: "b" };
    else {
      try {
        await using one = await a.place.open(pair.a);
        await using other = await b.place.open(pair.b);
        const report = await compareExperiments({ a: one, b: other }, {
          ...{ ...flags, tolerances, progress, signal },
        });
        yield { name, report };
      } catch (error) {
        // The others can be compared all the same.
        if (!(error instanceof HintError)) throw error;
        yield { name, fault: textWithHint(error) };
      }
    }
  }
}

/** The error for people; of one that is not expected, also where it arose. */
function faultText(error: unknown): string {
  if (error instanceof HintError || error instanceof StartError) {
    return textWithHint(error);
  }
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
