/**
 * Compares two stored experiments.
 *
 * @module
 */
import { SenderNames } from "../archive/sender_names.ts";
import type { ExactRows, StoredExperiment } from "../stored/stored.ts";
import { compareCounts } from "./compare_counts.ts";
import { compareMetadata } from "./compare_metadata.ts";
import { type CommonField, compareSchemas } from "./compare_schemas.ts";
import { compareTuples, type TableRows } from "./compare_tuples.ts";
import { rejectedRows, rejectedTable } from "./rejected_samples.ts";
import type { ExperimentReport, Progress, TableReport } from "./report.ts";
import type { Tolerance } from "./tolerances.ts";
import { type Both, comparedTable } from "./tuple.ts";

/** What is compared. */
export interface CompareOptions {
  /** Whether to compare the times of arrival. */
  readonly serverTime: boolean;
  /** Whether to compare rejected samples, and the counts of conversions. */
  readonly rejects: boolean;
  /** Tolerated differences. */
  readonly tolerances: readonly Tolerance[];
  /** The most examples of differences of each table. */
  readonly examples: number;
  /** How far the comparison is; updated. */
  readonly progress: Progress;
  /** Ends the comparison with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Compares everything of two experiments: senders, metadata, tables, and their
 * tuples, in any order.
 *
 * @throws {ArchiveError} if one can't be read.
 */
export async function compareExperiments(
  experiments: Both<StoredExperiment>,
  options: CompareOptions,
): Promise<ExperimentReport> {
  const { a, b } = experiments;
  const { differences, common } = compareSchemas({
    a: a.description.tables,
    b: b.description.tables,
  });
  const tables: TableReport[] = [];
  for (const [name, fields] of common) {
    tables.push(await compareTable(experiments, name, fields, options));
  }
  const metadata = { a: a.description.metadata, b: b.description.metadata };
  return {
    senders: differingSenders(experiments),
    metadata: compareMetadata(metadata),
    schemas: differences,
    tables,
    counts: options.rejects ? await compareCounts(experiments) : [],
    ...options.rejects
      ? { rejects: await compareRejects(experiments, options) }
      : {},
  };
}

async function compareTable(
  experiments: Both<StoredExperiment>,
  name: string,
  fields: readonly CommonField[],
  options: CompareOptions,
): Promise<TableReport> {
  options.progress.subject = `${experiments.a.name}, ${name}`;
  const table = comparedTable(name, fields, options);
  const columns = fields.map(({ name }) => name);
  return await compareTuples(table, {
    a: rowsOf(experiments.a, (a) => a.rows(name, { columns })),
    b: rowsOf(experiments.b, (b) => b.rows(name, { columns })),
  }, options);
}

async function compareRejects(
  experiments: Both<StoredExperiment>,
  options: CompareOptions,
): Promise<TableReport> {
  options.progress.subject = `${experiments.a.name}, rejected samples`;
  return await compareTuples(rejectedTable(options.serverTime), {
    a: rowsOf(experiments.a, (a) => rejectedRows(a.rejects())),
    b: rowsOf(experiments.b, (b) => rejectedRows(b.rejects())),
  }, options);
}

function rowsOf(
  experiment: StoredExperiment,
  read: (experiment: StoredExperiment) => AsyncIterable<ExactRows>,
): TableRows {
  return {
    read: () => read(experiment),
    senders: new SenderNames(experiment.description.senders),
  };
}

function differingSenders(
  { a, b }: Both<StoredExperiment>,
): Both<readonly string[]> {
  const [ours, others] = [a, b].map(({ description }) =>
    new Set(description.senders.map(({ name }) => name))
  );
  return {
    a: [...ours.difference(others)],
    b: [...others.difference(ours)],
  };
}
