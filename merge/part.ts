/**
 * One of the databases that are merged.
 *
 * @module
 */
import { basename } from "node:path";
import { ArchiveError } from "../archive/errors.ts";
import { ExperimentFile } from "../archive/sqlite/experiment_file.ts";
import { type FileState, fileState } from "../archive/sqlite/file_state.ts";
import { SenderNames } from "../archive/sender_names.ts";
import { errorText } from "../shared/error_text.ts";
import { hintOf } from "../shared/hint_error.ts";
import { SqliteExperiment } from "../stored/sqlite/sqlite_experiment.ts";
import { cannotMerge } from "./errors.ts";
import { type PartRecords, readPartRecords } from "./part_records.ts";
import { type PartTable, partTables } from "./part_tables.ts";

/** What was read of a part when it was opened. */
interface Contents {
  readonly experiment: SqliteExperiment;
  readonly records: PartRecords;
  readonly tables: readonly PartTable[];
  readonly state: FileState;
}

/** A part, open for reading. */
export class Part implements AsyncDisposable {
  /** Its path. */
  readonly path: string;
  /** Its rows. */
  readonly experiment: SqliteExperiment;
  /** Its other contents. */
  readonly records: PartRecords;
  /** Its measurement tables. */
  readonly tables: readonly PartTable[];
  /** The names of its senders. */
  readonly senders: SenderNames;
  readonly #state: FileState;

  private constructor(path: string, contents: Contents) {
    const { experiment, records, tables, state } = contents;
    this.path = path;
    this.experiment = experiment;
    this.records = records;
    this.tables = tables;
    this.senders = new SenderNames(experiment.description.senders);
    this.#state = state;
  }

  /**
   * Opens the file at `path`.
   *
   * @throws {MergeError} if it is not a database of an OML server, or can't be
   * read.
   */
  static async open(path: string): Promise<Part> {
    try {
      return await open(path, (contents) => new Part(path, contents));
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      throw cannotMerge(path, errorText(error), {
        cause: error,
        hint: hintOf(error),
      });
    }
  }

  /** An estimate of the number of its rows. */
  get rows(): number {
    return this.experiment.description.tables
      .reduce((sum, { rows }) => sum + rows, 0);
  }

  /**
   * Checks that nothing was written since it was opened.
   *
   * @throws {MergeError} if a server still uses it.
   */
  checkUnchanged(): void {
    if (isSame(fileState(this.path), this.#state)) return;
    throw cannotMerge(this.path, "it has changed while it was read", {
      hint: "merge when its server has no client of this experiment",
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.experiment[Symbol.asyncDispose]();
  }
}

async function open<T>(
  path: string,
  make: (contents: Contents) => T,
): Promise<T> {
  const name = basename(path, ".sq3");
  const state = fileState(path);
  const file = new ExperimentFile(name, path, { inServer: false });
  try {
    const records = await file.use(readPartRecords);
    if (!records.isOml) {
      throw cannotMerge(path, "it is no database of an OML server", {
        hint: "give .sq3 files of oml2-server; one of 2.9 or older must be " +
          "opened once by a newer server",
      });
    }
    const experiment = await SqliteExperiment.open(name, path);
    try {
      const tables = partTables(path, experiment.description);
      return make({ experiment, records, tables, state });
    } catch (error) {
      await experiment[Symbol.asyncDispose]();
      throw error;
    }
  } finally {
    file.close();
  }
}

/** Reading a log changes the times of its inode, but not of its contents. */
function isSame(a: FileState, b: FileState): boolean {
  return a.identity === b.identity && a.bytes === b.bytes &&
    a.changedAt === b.changedAt;
}
