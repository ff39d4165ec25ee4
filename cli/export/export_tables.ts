/**
 * Writes tables into files, or one to the standard output.
 *
 * @module
 */
import { mkdirSync } from "node:fs";
import process from "node:process";
import { SenderNames } from "../../archive/sender_names.ts";
import { ExportError } from "../../export/errors.ts";
import { createFile } from "../../export/output/file_output.ts";
import type { Output } from "../../export/output/output.ts";
import { StreamOutput } from "../../export/output/stream_output.ts";
import { WriteBehind } from "../../export/output/write_behind.ts";
import { writeFault } from "../../export/output/write_fault.ts";
import { encodeTable } from "../../export/table_encoder.ts";
import type { ExactRows, StoredExperiment } from "../../stored/stored.ts";
import type { ExportFlags } from "../flags/export_flags.ts";
import type { ExportProgress } from "./export_progress.ts";
import { TABLE_FORMATS } from "./formats.ts";
import { rowQuery, startOf } from "./row_query.ts";
import { STDOUT, type TableTarget, tableTargets } from "./table_targets.ts";

/**
 * Writes the tables that the flags name, one after the other, until `stop` is
 * aborted, when it throws the reason.
 *
 * @throws {ExportError} if that can't be done.
 * @throws {ArchiveError} if the experiment can't be read.
 */
export async function exportTables(
  experiment: StoredExperiment,
  flags: ExportFlags,
  progress: ExportProgress,
  stop: AbortSignal,
): Promise<void> {
  const { description } = experiment;
  const { extension, isBinary, load } = TABLE_FORMATS[flags.format];
  const query = rowQuery(description, flags);
  const origin = flags.absoluteTime
    ? startOf(description, "leave out --absolute-time")
    : undefined;
  const { directory, tables } = tableTargets(description, flags, extension);
  if (directory !== undefined) makeDirectory(directory);
  if (isBinary) refuseTerminal(tables);
  const encoder = await load();
  const senders = new SenderNames(description.senders);
  for (const target of tables) {
    const { shape } = target;
    progress.begin(shape);
    const rows = counted(experiment.rows(shape.name, query), progress);
    const bytes = encodeTable(
      encoder({ ...{ shape, experiment: description }, senders, origin }),
      rows,
    );
    await writeAll(bytes, await openOutput(target, flags), stop);
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

async function openOutput(
  { path }: TableTarget,
  { force }: ExportFlags,
): Promise<Output> {
  const output = path === STDOUT
    ? new StreamOutput(process.stdout, "the standard output")
    : await createFile(path, { replaces: force });
  return new WriteBehind(output);
}

/** Writes everything, or discards the output. */
async function writeAll(
  pieces: AsyncIterable<Uint8Array>,
  output: Output,
  stop: AbortSignal,
): Promise<void> {
  try {
    for await (const piece of pieces) {
      stop.throwIfAborted();
      await output.write(piece);
    }
    await output.finish();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function* counted(
  blocks: AsyncIterable<ExactRows>,
  progress: ExportProgress,
): AsyncGenerator<ExactRows> {
  for await (const rows of blocks) {
    yield rows;
    progress.add(rows.count);
  }
}
