/**
 * Joins the parts of an experiment that several servers have stored.
 *
 * @module
 */
import { METADATA_SCHEMA, type Schema } from "../codec/values/schema.ts";
import { HintError } from "../shared/hint_error.ts";
import { NewFile } from "../shared/new_file.ts";
import type { ExactRows } from "../stored/stored.ts";
import { cannotWrite } from "./errors.ts";
import { MergedDatabase } from "./merged_database.ts";
import { mergeRecords } from "./merge_records.ts";
import {
  type MergedStream,
  type PartRows,
  TableMerger,
} from "./merge_table.ts";
import type { Part } from "./part.ts";
import type { MergeProgress } from "./progress.ts";
import { Senders } from "./senders.ts";
import { commonStart } from "./start_times.ts";

/** How parts are merged. */
export interface MergeOptions {
  /** The file to create. */
  readonly to: string;
  /** Whether rows that several parts have are stored as often as they have them. */
  readonly keepAll: boolean;
  /** Aborted to stop; nothing is left then. */
  readonly signal: AbortSignal;
  /** Counts what has been done. */
  readonly progress: MergeProgress;
}

/** The result. */
export interface Merged {
  /** Number of tables. */
  readonly tables: number;
  /** Number of senders. */
  readonly senders: number;
  /** Rows that were stored. */
  readonly rows: number;
  /** Rows of parts that were not stored again. */
  readonly repeated: number;
  /** Number of rejected samples that the parts have counted. */
  readonly rejected: number;
}

/**
 * Merges the parts, whose starts may differ, into a new database.
 *
 * @throws {MergeError} with the file, the fault and the remedy.
 * @throws {ArchiveError} if a part can't be read.
 */
export async function mergeParts(
  parts: readonly Part[],
  options: MergeOptions,
): Promise<Merged> {
  const file = new NewFile(options.to, { beside: ["-journal", "-rows"] });
  try {
    file.check();
    const merged = await write(file.draft, parts, options);
    for (const part of parts) part.checkUnchanged();
    file.finish();
    return merged;
  } catch (error) {
    file.discard();
    const isExpected = error instanceof HintError || options.signal.aborted;
    throw isExpected ? error : cannotWrite(options.to, error);
  }
}

async function write(
  draft: string,
  parts: readonly Part[],
  { keepAll, signal, progress }: MergeOptions,
): Promise<Merged> {
  const { startTime, offsets } = commonStart(parts.map((part) => ({
    path: part.path,
    startTime: part.experiment.description.startTime,
    hasRows: part.rows > 0,
  })));
  using database = new MergedDatabase(draft);
  const senders = new Senders(parts.map((part) => part.senders));
  const { names } = senders;
  database.begin(startTime, names)
    .forEach((number, i) => senders.set(names[i], number));
  const context = {
    ...{ database, senders, offsets, keepAll, signal, progress },
    scratch: `${draft}-rows`,
  };
  const merger = new TableMerger(context);
  const streams = streamsOf(parts);
  await merger.merge(metadataOf(parts));
  // Only measurements count.
  progress.read = progress.repeated = 0;
  for (const stream of streams) await merger.merge(stream);
  const rejected = await mergeRecords(parts, context);
  database.close();
  const { read, repeated } = progress;
  return {
    ...{ tables: streams.length, senders: names.length },
    ...{ rows: read - repeated, repeated, rejected },
  };
}

/** The clients' metadata, which is a table like others. */
function metadataOf(parts: readonly Part[]): MergedStream {
  const sources = parts.map(({ records }, i) => {
    const read = () => once(records.metadata);
    return [i, { read, readKeys: read }] as const;
  });
  return { schema: METADATA_SCHEMA, sources: new Map(sources) };
}

async function* once(rows: ExactRows): AsyncGenerator<ExactRows> {
  yield rows;
}

/** The tables of all parts, those with the same fields of a stream together. */
function streamsOf(parts: readonly Part[]): MergedStream[] {
  const streams = new Map<
    string,
    { schema: Schema; sources: Map<number, PartRows> }
  >();
  for (const [i, { tables, experiment }] of parts.entries()) {
    for (const { name, schema } of tables) {
      const { fields } = schema;
      const key = JSON.stringify([schema.name, fields]);
      const stream = streams.get(key) ?? { schema, sources: new Map() };
      streams.set(key, stream);
      const columns = fields.map((field) => field.name);
      stream.sources.set(i, {
        read: () => experiment.rows(name, { columns }),
        readKeys: () => experiment.rows(name, { columns: [] }),
      });
    }
  }
  return [...streams.values()];
}
