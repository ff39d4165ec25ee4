/**
 * Makes the report on a stored experiment.
 *
 * @module
 */
import { SenderNames } from "../archive/sender_names.ts";
import type { StoredExperiment } from "../stored/stored.ts";
import { assemble } from "./assemble.ts";
import { ExperimentDigest } from "./digest/experiment_digest.ts";
import { RejectTimes } from "./digest/reject_times.ts";
import type { Report } from "./report.ts";

/** When a report is made, and who wants to know how far it is. */
export interface ReportOptions {
  /** The time, UNIX seconds. */
  readonly time: number;
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal;
  /** Called with the number of rows that were read so far. */
  readonly progress?: (rows: number) => void;
}

/**
 * Reads all rows of an experiment once, and reports on them.
 *
 * @throws {ArchiveError} if it can't be read.
 * @throws the reason of the signal.
 */
export async function makeReport(
  experiment: StoredExperiment,
  { time, signal, progress = () => undefined }: ReportOptions,
): Promise<Report> {
  const digest = new ExperimentDigest();
  let rows = 0;
  for (const { name } of experiment.description.tables) {
    for await (const block of experiment.rows(name, { columns: [] })) {
      digest.add(name, block);
      rows += block.count;
      progress(rows);
      signal?.throwIfAborted();
    }
  }
  const names = new SenderNames(experiment.description.senders);
  const rejectTimes = new RejectTimes(names);
  for await (const samples of experiment.rejects()) {
    samples.forEach((sample) => rejectTimes.add(sample));
  }
  return assemble({
    ...{ experiment, names, time, digest, rejectTimes },
    rejects: await experiment.rejectTotals(),
    conversions: await experiment.conversionTotals(),
  });
}
