/**
 * Merges the parts of an experiment.
 *
 * @module
 */
import { realpathSync } from "node:fs";
import process from "node:process";
import { cannotMerge } from "../../merge/errors.ts";
import { type Merged, mergeParts } from "../../merge/merge.ts";
import { Part } from "../../merge/part.ts";
import type { MergeProgress } from "../../merge/progress.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import type { MergeFlags } from "../flags/merge_flags.ts";
import { StartError } from "../options/options_error.ts";
import { GROUP_READS, narrowModes } from "../process/file_modes.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { say } from "../process/say.ts";
import { Signals } from "../process/signals.ts";
import { writeOut } from "../process/write_out.ts";
import { findSource } from "../stored/source.ts";
import { mergedText, partText, progressText } from "./merge_text.ts";

const REMEDY = "give the .sq3 files of one experiment";

/**
 * Merges until everything is written, or a signal arrives; returns the exit
 * status.
 */
export async function merge(
  runtime: Runtime,
  flags: MergeFlags,
): Promise<number> {
  // As a server's databases.
  narrowModes(GROUP_READS);
  const stop = new AbortController();
  new Signals(runtime).stop.then((signal) =>
    stop.abort(new StartError(`Nothing is merged: ended by ${signal}`))
  );
  try {
    checkPaths(flags.parts);
    await using opened = new AsyncDisposableStack();
    const parts: Part[] = [];
    for (const path of flags.parts) {
      const part = opened.use(await Part.open(path));
      parts.push(part);
      const { length } = part.experiment.description.senders;
      await writeOut(`${partText(path, part.rows, length)}\n`);
    }
    const merged = await run(parts, flags, stop.signal);
    await writeOut(`${mergedText(flags.to, merged)}\n`);
    return 0;
  } catch (error) {
    const isExpected = error instanceof HintError ||
      error instanceof StartError;
    if (!isExpected) throw error;
    say(process.stderr, `oml2 merge: ${textWithHint(error)}\n`);
    return 1;
  }
}

async function run(
  parts: readonly Part[],
  { to, keepAll }: MergeFlags,
  signal: AbortSignal,
): Promise<Merged> {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const progress: MergeProgress = { table: "", read: 0, repeated: 0 };
  const line = new ProgressLine(
    process.stderr,
    () => ({ bar: progressText(progress, rows) }),
  );
  try {
    return await mergeParts(parts, { to, keepAll, signal, progress });
  } finally {
    line.end();
  }
}

/**
 * Checks that the parts are different database files.
 *
 * @throws {StartError} if one is something else.
 * @throws {MergeError} if one is given twice, or there is only one.
 */
function checkPaths(paths: readonly string[]): void {
  const known = new Set<string>();
  for (const path of paths) {
    const { kind } = findSource(path, "merge", REMEDY);
    if (kind !== "database") {
      throw cannotMerge(path, "it is no database file", { hint: REMEDY });
    }
    const real = realpathSync(path);
    if (known.has(real)) {
      throw cannotMerge(path, "it is given twice", { hint: "give it once" });
    }
    known.add(real);
  }
  if (paths.length < 2) {
    throw cannotMerge(paths[0], "it is the only part", {
      hint: "give all parts, or copy it",
    });
  }
}
