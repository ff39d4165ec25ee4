/**
 * Imports one capture file.
 *
 * @module
 */
import { ProtocolError } from "../codec/errors.ts";
import { errorText } from "../shared/error_text.ts";
import { HintError } from "../shared/hint_error.ts";
import { cannotRead } from "./errors.ts";
import { HeldExperiment } from "./held_experiment.ts";
import {
  faultAt,
  importedBefore,
  importedElsewhere,
  refuseOthers,
} from "./import_faults.ts";
import type { ImportPlan } from "./import_plan.ts";
import { isStored } from "./import_record.ts";
import type { ImportTurn } from "./import_turns.ts";
import type { FileResult, ImportTarget } from "./import_types.ts";
import { ImportedStream } from "./imported_stream.ts";
import type { OpenExperiments } from "./open_experiments.ts";
import { readRange } from "./read_range.ts";
import { type OpenFile, openRegular } from "./regular_file.ts";
import type { RowCounts } from "./stream_body.ts";
import { StreamPlans } from "./stream_plans.ts";
import { type CaptureBlock, type Survey, survey } from "./survey.ts";

/** What an import shares with those of the other files. */
export interface FileContext {
  /** Where files are imported, and how. */
  readonly target: ImportTarget;
  /** The open experiments. */
  readonly open: OpenExperiments;
  /** Decides when this file may write to its experiments. */
  readonly turn: ImportTurn;
}

/** Imports one file, once. */
export class FileImport {
  /** Its path. */
  readonly path: string;
  readonly #target: ImportTarget;
  readonly #held: HeldExperiment;
  readonly #turn: ImportTurn;
  readonly #domains = new Set<string>();
  readonly #faults: HintError[] = [];
  #position = 0;
  #streams = 0;
  #known = 0;
  #knownBytes = 0;
  #isWhole = false;
  /** Milliseconds for which it waited for its turn. */
  #waited = 0;
  /** The counts of the streams that have ended. */
  #ended: RowCounts = { tuples: 0, rejected: 0, converted: 0 };
  #stream: ImportedStream | undefined;

  /** Imports the file at `path`. */
  constructor(path: string, { target, open, turn }: FileContext) {
    this.path = path;
    this.#target = target;
    this.#held = new HeldExperiment(open);
    this.#turn = turn;
  }

  /** Bytes imported so far, now or before. */
  get position(): number {
    return this.#position;
  }

  /** What was stored so far. */
  get counts(): RowCounts {
    return add(this.#ended, this.#stream?.counts);
  }

  /**
   * Imports the file, up to its present end, or until `signal` is aborted. When
   * it resolves, everything is committed except what the result has as faults.
   */
  async run(signal: AbortSignal): Promise<FileResult> {
    const began = performance.now();
    await this.#noteFault(this.#open(signal));
    await this.#noteFault(this.#held.release());
    this.#turn.end();
    return {
      path: this.path,
      streams: this.#streams,
      known: this.#known,
      knownBytes: this.#knownBytes,
      domains: this.#domains,
      ...this.#ended,
      seconds: (performance.now() - began - this.#waited) / 1000,
      isWhole: this.#isWhole,
      faults: this.#faults,
    };
  }

  /** An error is a fault of this file. */
  async #noteFault(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#faults.push(this.#explained(error));
    }
  }

  async #open(signal: AbortSignal): Promise<void> {
    const file = await openRegular(this.path);
    try {
      await refuseOthers(file);
      const { size } = await file.handle.stat();
      const found = await survey(file, size, this.#target.limits);
      this.#streams = found.blocks.length;
      const blocks = found.blocks.map((block) => this.#place(block));
      await this.#takeTurn(blocks);
      await this.#importAll(file, blocks, signal);
      if (signal.aborted) return;
      await this.#findFaults(file, found);
      this.#isWhole = true;
    } finally {
      await file.handle.close();
    }
  }

  /** A stream, in the experiment where it belongs. */
  #place(block: CaptureBlock): CaptureBlock {
    const { domain = block.header.domain } = this.#target;
    return { ...block, header: { ...block.header, domain } };
  }

  /** Files before this one write to its experiments first. */
  async #takeTurn(blocks: readonly CaptureBlock[]): Promise<void> {
    const since = performance.now();
    await this.#turn.take(new Set(blocks.map(({ header }) => header.domain)));
    this.#waited = performance.now() - since;
  }

  async #importAll(
    file: OpenFile,
    blocks: readonly CaptureBlock[],
    signal: AbortSignal,
  ): Promise<void> {
    const surveyed = { file, blocks };
    const { again } = this.#target;
    const plans = await StreamPlans.make(surveyed, this.#held, again);
    for (const [i, block] of blocks.entries()) {
      if (signal.aborted) return;
      this.#domains.add(block.header.domain);
      const plan = await plans.of(i);
      this.#knownBytes += plan.record.offset;
      if (isStored(plan.record, block.tail)) {
        this.#known++;
        this.#position += block.size + block.tail;
      } else {
        await this.#import(file, block, plan, signal);
      }
    }
    const isKnown = this.#streams > 0 && this.#known === this.#streams;
    if (isKnown) this.#faults.push(importedBefore(this.path));
  }

  /** Imports what is left of a stream. */
  async #import(
    file: OpenFile,
    block: CaptureBlock,
    plan: ImportPlan,
    signal: AbortSignal,
  ): Promise<void> {
    const { limits, report: reportOf } = this.#target;
    const { experiment, history } = await this.#held.use(block.header.domain);
    const report = reportOf?.(this.path, block.header);
    const target = { experiment, limits, report };
    const stream = await ImportedStream.open(block, plan, target);
    this.#stream = stream;
    try {
      await this.#read(file, block, stream, signal);
    } finally {
      stream.release();
      history.set({ ...plan.record, offset: stream.stored });
      report?.counted(stream.counts.tuples);
      this.#ended = this.counts;
      this.#stream = undefined;
    }
  }

  async #read(
    file: OpenFile,
    { from, headerBytes, size, tail }: CaptureBlock,
    stream: ImportedStream,
    signal: AbortSignal,
  ): Promise<void> {
    const to = from + size + tail;
    this.#position += headerBytes;
    try {
      for await (const bytes of readRange(file, from + headerBytes, to)) {
        await stream.push(bytes);
        this.#checkFence(stream);
        this.#position += bytes.length;
        if (signal.aborted) return await stream.stop();
      }
      await stream.end();
      this.#checkFence(stream);
    } catch (error) {
      if (!(error instanceof ProtocolError)) {
        // If that fails, too, the first error says why.
        await stream.stop().catch(() => undefined);
        throw error;
      }
      await stream.end();
      const at = from + stream.decoded;
      this.#faults.push(await faultAt(file, at, error.message));
    }
  }

  #checkFence({ isFenced }: ImportedStream): void {
    if (isFenced) throw importedElsewhere(this.path);
  }

  async #findFaults(
    file: OpenFile,
    { blocks, fault }: Survey,
  ): Promise<void> {
    const last = blocks.at(-1);
    if (last !== undefined && last.tail > 0) {
      const at = last.from + last.size;
      const why =
        "the last tuple is incomplete; all tuples before it are stored";
      this.#faults.push(await faultAt(file, at, why));
    }
    if (fault !== undefined) {
      const why = fault.error.message;
      this.#faults.push(await faultAt(file, fault.start, why));
    }
  }

  /** An error as one of this file. */
  #explained(error: unknown): HintError {
    if (error instanceof HintError) return error;
    return cannotRead(this.path, errorText(error), { cause: error });
  }
}

function add(one: RowCounts, other: RowCounts | undefined): RowCounts {
  if (other === undefined) return one;
  return {
    tuples: one.tuples + other.tuples,
    rejected: one.rejected + other.rejected,
    converted: one.converted + other.converted,
  };
}
