/**
 * Finds out what is left to import of the streams of one file.
 *
 * @module
 */
import type { HeldExperiment } from "./held_experiment.ts";
import {
  type ImportPlan,
  nextCopy,
  planCopy,
  planRest,
  possibleAncestors,
} from "./import_plan.ts";
import { type ImportRecord, keysOf, type StreamKey } from "./import_record.ts";
import type { OpenFile } from "./regular_file.ts";
import { type CaptureBlock, digestsOf } from "./survey.ts";

/** A surveyed file. */
export interface SurveyedFile {
  /** The file. */
  readonly file: OpenFile;
  /** Its streams. */
  readonly blocks: readonly CaptureBlock[];
}

/** Plans the import of a file's streams. */
export class StreamPlans {
  readonly #surveyed: SurveyedFile;
  readonly #keys: readonly StreamKey[];
  readonly #held: HeldExperiment;
  /** Which copy is stored; unset if the streams are to be stored once. */
  readonly #copy: number | undefined;

  private constructor(
    surveyed: SurveyedFile,
    held: HeldExperiment,
    copy: number | undefined,
  ) {
    this.#surveyed = surveyed;
    this.#keys = keysOf(surveyed.blocks);
    this.#held = held;
    this.#copy = copy;
  }

  /**
   * Prepares the plans for `surveyed`, which is stored `again` or once.
   *
   * @throws {StoreError} if a database can't be used.
   */
  static async make(
    surveyed: SurveyedFile,
    held: HeldExperiment,
    again: boolean,
  ): Promise<StreamPlans> {
    if (!again) return new StreamPlans(surveyed, held, undefined);
    const records: ImportRecord[] = [];
    for (const block of surveyed.blocks) {
      records.push(...await recordsOf(block, held));
    }
    const copy = nextCopy(keysOf(surveyed.blocks), records);
    return new StreamPlans(surveyed, held, copy);
  }

  /**
   * What is left of the file's stream number `i`.
   *
   * @throws {StoreError} if its database can't be used.
   * @throws {CaptureError} if the file was truncated.
   */
  async of(i: number): Promise<ImportPlan> {
    const block = this.#surveyed.blocks[i];
    const key = this.#keys[i];
    const records = await recordsOf(block, this.#held);
    if (this.#copy !== undefined) return planCopy(key, records, this.#copy);
    const rest = planRest(key, records, []);
    if (rest.record.offset >= key.size) return rest;
    const possible = possibleAncestors(key, this.#keys, records);
    if (possible.length === 0) return rest;
    const digests = await digestsOf(
      this.#surveyed.file,
      block.from,
      possible.map(({ size }) => size),
    );
    const ancestors = possible.filter(({ size, digest }) =>
      digests.get(size) === digest
    );
    return planRest(key, records, ancestors);
  }
}

async function recordsOf(
  { header, head }: CaptureBlock,
  held: HeldExperiment,
): Promise<ImportRecord[]> {
  const { history } = await held.use(header.domain);
  return history.of(head);
}
