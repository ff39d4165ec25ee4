/**
 * Stores one stream of a capture file in a database. After an interruption at
 * any point, the next import continues, and stores nothing twice.
 *
 * @module
 */
import type { Experiment } from "../server/experiments/experiment.ts";
import type { StreamHolder } from "../server/experiments/progress_log.ts";
import { ResumedBody } from "../server/resume/resumed_body.ts";
import type { Joined } from "../server/rows/store.ts";
import type { ImportPlan } from "./import_plan.ts";
import { completeBytes } from "./import_record.ts";
import {
  bodyParts,
  type BodyTarget,
  type RowCounts,
  StreamBody,
} from "./stream_body.ts";
import type { CaptureBlock } from "./survey.ts";

/** The parts of an {@linkcode ImportedStream}. */
interface Parts {
  readonly experiment: Experiment;
  readonly name: string;
  readonly holder: Holder;
  readonly body: StreamBody;
  readonly decoder: ResumedBody;
}

/** Records commits, and whether another program imports the stream. */
class Holder implements StreamHolder {
  body: ResumedBody | undefined;
  stored = 0;
  isFenced = false;

  committed(offset: number): void {
    this.stored = Math.max(this.stored, offset);
  }

  fence(): void {
    this.isFenced = true;
    this.body?.fence();
  }
}

/** Stores one stream. The calls must be awaited one after the other. */
export class ImportedStream {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Joins the experiment with `block`; `plan` says which part is left.
   *
   * @throws {StoreError} if the database can't be used.
   */
  static async open(
    block: CaptureBlock,
    plan: ImportPlan,
    target: BodyTarget,
  ): Promise<ImportedStream> {
    const { experiment } = target;
    const { header, headerBytes, size, tail } = block;
    const { record: { name } } = plan;
    const holder = new Holder();
    const joined = await join(block, plan, { experiment, holder });
    holder.committed(joined.resumed?.offset ?? 0);
    const parts = bodyParts(header, joined, { ...target, resume: name });
    const decoder = new ResumedBody({
      request: { stream: name, length: size + tail },
      resumed: joined.resumed,
      repeats: "everything",
      headerBytes,
      ...parts,
      note: (progress) => experiment.progress(progress),
    });
    holder.body = decoder;
    const body = new StreamBody({ ...parts, tuples: decoder });
    return new ImportedStream({ experiment, name, holder, body, decoder });
  }

  /** Bytes of the stream up to the end of the last message decoded. */
  get decoded(): number {
    return this.#parts.decoder.offset;
  }

  /** Bytes of the stream that are committed. */
  get stored(): number {
    return this.#parts.holder.stored;
  }

  /** Whether another program imports the stream, so that this one must stop. */
  get isFenced(): boolean {
    return this.#parts.holder.isFenced;
  }

  /** What was decoded of it now. */
  get counts(): RowCounts {
    return this.#parts.body.counts;
  }

  /**
   * Takes the next bytes of its body, which must not change until it resolves.
   * What is stored already is decoded, and not stored again.
   *
   * @throws {ProtocolError} past a limit.
   * @throws {StoreError} if the database can't be used.
   */
  async push(bytes: Uint8Array): Promise<void> {
    await this.#parts.body.push(bytes);
  }

  /**
   * All bytes were taken, or can't be decoded. Resolves when everything is
   * committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async end(): Promise<void> {
    await this.#parts.body.end();
  }

  /**
   * Stops in the middle; resolves when everything decoded is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async stop(): Promise<void> {
    await this.#parts.body.flush();
    this.#parts.body.leave();
  }

  /** Lets other programs import it; must be called at the end, also after errors. */
  release(): void {
    const { experiment, name, holder } = this.#parts;
    experiment.release(name, holder);
  }
}

/** Takes the stream over from other programs, as far as it is stored. */
async function join(
  { header: { senderId: sender, startTime } }: CaptureBlock,
  { record: { name, offset: from }, ancestor }: ImportPlan,
  { experiment, holder }: {
    readonly experiment: Experiment;
    readonly holder: StreamHolder;
  },
): Promise<Joined> {
  const member = { sender, startTime };
  let offset = from;
  if (ancestor !== undefined) {
    const resume = ancestor.name;
    const { resumed } = await experiment.resume({ ...member, resume }, holder);
    experiment.release(resume, holder);
    offset = completeBytes({ ...ancestor, ...resumed });
  }
  const joined = await experiment.resume({ ...member, resume: name }, holder);
  if (joined.resumed !== undefined || offset === 0) return joined;
  return { ...joined, resumed: { stream: name, offset, redefined: 0 } };
}
