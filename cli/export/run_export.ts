/**
 * Exports an experiment.
 *
 * @module
 */
import process from "node:process";
import { NoReaderError } from "../../export/errors.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import { settlesWithin } from "../../shared/settles_within.ts";
import type { ExportFlags } from "../flags/export_flags.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { say } from "../process/say.ts";
import { Signals } from "../process/signals.ts";
import { openStoredExperiment } from "../stored/open_stored.ts";
import { ExportProgress } from "./export_progress.ts";
import { exportStreams } from "./export_streams.ts";
import { exportTables } from "./export_tables.ts";
import { TABLE_FORMATS } from "./formats.ts";

/** Milliseconds in which an export removes its unfinished file. */
const STOP_MS = 2_000;

/**
 * Exports until everything is written, or a signal arrives; returns the exit
 * status.
 *
 * @throws {StartError} if the source can't be read.
 */
export async function runExport(
  runtime: Runtime,
  flags: ExportFlags,
): Promise<number> {
  const signals = new Signals(runtime);
  const stop = new AbortController();
  const progress = new ExportProgress();
  const line = new ProgressLine(process.stderr, () => progress.text());
  try {
    await using experiment = await openStoredExperiment(
      flags.source,
      flags.domain,
    );
    const format = TABLE_FORMATS.get(flags.format);
    const run = { progress, stop: stop.signal };
    const work = format === undefined
      ? exportStreams(experiment, flags, run)
      : exportTables(experiment, flags, format, run);
    const isDone = await Promise.race([
      work.then(() => true),
      signals.stop.then(() => false),
    ]);
    if (isDone) return 0;
    stop.abort();
    await settlesWithin(work, STOP_MS);
    line.clear();
    say(process.stderr, "oml2 export: stopped before everything was written\n");
    return 1;
  } catch (error) {
    if (error instanceof NoReaderError) return 0;
    if (!(error instanceof HintError)) throw error;
    line.clear();
    say(process.stderr, `oml2 export: ${textWithHint(error)}\n`);
    return 1;
  } finally {
    line.end();
  }
}
