/**
 * Writes tables into files, or one to the standard output.
 *
 * @module
 */
import { mkdirSync } from "node:fs";
import process from "node:process";
import { SenderNames } from "../../archive/sender_names.ts";
import { ExportError } from "../../export/errors.ts";
import { writeFault } from "../../export/output/write_fault.ts";
import { encodeTable } from "../../export/table_encoder.ts";
import type { StoredExperiment } from "../../stored/stored.ts";
import type { ExportFlags } from "../flags/export_flags.ts";
import { countedRows, type ExportRun } from "./export_progress.ts";
import type { TableFormat } from "./formats.ts";
import { rowQuery, startOf } from "./row_query.ts";
import { type TableTarget, tableTargets } from "./table_targets.ts";
import { STDOUT, writeOutput } from "./write_output.ts";

/**
 * Writes the tables that the flags name, one after the other, in this format,
 * until the run is stopped, when it throws the reason.
 *
 * @throws {ExportError} if that can't be done.
 * @throws {ArchiveError} if the experiment can't be read.
 */
export async function exportTables(
  experiment: StoredExperiment,
  flags: ExportFlags,
  { extension, isBinary, load }: TableFormat,
  { progress, stop }: ExportRun,
): Promise<void> {
  const { description } = experiment;
  const query = rowQuery(description, flags);
  const origin = flags.absoluteTime
    ? startOf(description, "leave out --absolute-time")
    : undefined;
  const { directory, tables } = tableTargets(description, flags, extension);
  if (directory !== undefined) makeDirectory(directory);
  if (isBinary) refuseTerminal(tables);
  const encoder = await load();
  const senders = new SenderNames(description.senders);
  const shapes = description.tables;
  for (const { shape, path } of tables) {
    const { name } = shape;
    const stored = experiment.rows(name, query);
    const rows = countedRows(stored, progress, shapes, name);
    const about = { shape, experiment: description, senders, origin };
    const bytes = encodeTable(encoder(about), rows);
    await writeOutput(bytes, { path, force: flags.force, stop });
  }
}

function refuseTerminal(tables: readonly TableTarget[]): void {
  if (!process.stdout.isTTY || tables.every(({ path }) => path !== STDOUT)) {
    return;
  }
  throw new ExportError("Cannot write to a terminal: the format is binary", {
    hint: "give a file with --to",
  });
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw writeFault(path, cause);
  }
}
