/**
 * Writes an experiment as streams of OMSP.
 *
 * @module
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { omspStreams } from "../../export/omsp/omsp_streams.ts";
import type { StoredExperiment } from "../../stored/stored.ts";
import type { ExportFlags } from "../flags/export_flags.ts";
import { countedRows, type ExportRun } from "./export_progress.ts";
import { rowQuery } from "./row_query.ts";
import { chosenTables } from "./table_targets.ts";
import { STDOUT, writeOutput } from "./write_output.ts";

/**
 * Writes the tables that the flags name into one file, until the run is
 * stopped, when it throws the reason.
 *
 * @throws {ExportError} if that can't be done.
 * @throws {ArchiveError} if the experiment can't be read.
 */
export async function exportStreams(
  experiment: StoredExperiment,
  flags: ExportFlags,
  { progress, stop }: ExportRun,
): Promise<void> {
  const { description } = experiment;
  const query = rowQuery(description, flags);
  const tables = chosenTables(description, flags.tables);
  const streams = omspStreams({
    ...{ description, tables, senders: query.senders },
    arrivals: flags.arrivals,
    rows: (name) =>
      countedRows(experiment.rows(name, query), progress, tables, name),
  });
  const path = pathOf(flags.to, description.name);
  await writeOutput(streams, { path, force: flags.force, stop });
}

function pathOf(to: string, experiment: string): string {
  const isDirectory = to !== STDOUT &&
    statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory ? join(to, `${experiment}.oml`) : to;
}
