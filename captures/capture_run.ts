/**
 * One stream of a capture, from its headers to its last row. It takes the path
 * of a client's session, without a connection.
 *
 * @module
 */
import {
  HeaderReader,
  type ReadHeader,
} from "../codec/headers/header_reader.ts";
import type { SessionHeader } from "../codec/headers/session_header.ts";
import { TupleDecoder } from "../codec/streams/tuple_decoder.ts";
import type { Limits } from "../codec/values/limits.ts";
import type { Experiment } from "../server/experiments/experiment.ts";
import type { Experiments } from "../server/experiments/experiments.ts";
import { PACE, SLICE_BYTES } from "../shared/pace.ts";
import { RecordedRows } from "./recorded_rows.ts";

/** Where captures are stored. */
export interface CaptureTarget {
  /** The experiments. */
  readonly experiments: Experiments;
  /** Limits on what is held of a stream. */
  readonly limits: Limits;
}

/** What a stream contained. */
export interface RunCounts {
  /** Tuples that were stored. */
  readonly tuples: number;
  /** Samples that were rejected. */
  readonly rejected: number;
  /** Values that differ from the text in the capture. */
  readonly converted: number;
}

/** The stream after its headers. */
interface Body {
  readonly experiment: Experiment;
  readonly senderId: number;
  readonly rows: RecordedRows;
  readonly tuples: TupleDecoder;
}

/** Stores one stream. The calls must be awaited one after the other. */
export class CaptureRun {
  readonly #target: CaptureTarget;
  readonly #headers: HeaderReader;
  #header: SessionHeader | undefined;
  #body: Body | undefined;
  /** Whether the rest can't be decoded. */
  #isBroken = false;

  /** Stores the stream in `target`. */
  constructor(target: CaptureTarget) {
    this.#target = target;
    this.#headers = new HeaderReader(target.limits);
  }

  /** Its headers, once they are complete. */
  get header(): SessionHeader | undefined {
    return this.#header;
  }

  /** What it has contained so far. */
  get counts(): RunCounts {
    const rows = this.#body?.rows;
    return {
      tuples: rows?.kept ?? 0,
      rejected: rows?.rejected ?? 0,
      converted: rows?.conversions ?? 0,
    };
  }

  /**
   * Takes the next bytes, cut anywhere, which must not change until it
   * resolves.
   *
   * @throws {ProtocolError} if its headers violate a rule, or past a limit.
   * @throws {StoreError} if the database can't be used.
   */
  async push(bytes: Uint8Array): Promise<void> {
    if (this.#body !== undefined) return await this.#decode(this.#body, bytes);
    const read = this.#headers.push(bytes);
    if (read === undefined) return;
    // The memory of the headers may be used again while the experiment opens.
    const rest = read.rest.slice();
    this.#header = read.header;
    this.#body = await this.#open(read);
    await this.#decode(this.#body, rest);
  }

  /** Nothing has been added for a while: a complete tuple waits no longer. */
  idle(): void {
    this.#body?.tuples.idle();
    this.#body?.experiment.makeRoom();
  }

  /**
   * Resolves when everything decoded is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async flush(): Promise<void> {
    await this.#body?.experiment.flush();
  }

  /**
   * The stream has ended. Resolves when everything is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async end(): Promise<void> {
    if (this.#body === undefined) return;
    const { experiment, tuples } = this.#body;
    try {
      if (this.#isBroken) tuples.idle();
      else tuples.end();
      await finish(this.#body);
      await experiment.flush();
    } finally {
      await this.#leave(this.#body);
    }
  }

  async #open({ header }: ReadHeader): Promise<Body> {
    const { experiments, limits } = this.#target;
    const { domain, startTime, senderId: sender } = header;
    const experiment = await experiments.acquire(domain);
    try {
      const joined = await experiment.join({ sender, startTime });
      const { senderId, startTime: start = 0 } = joined;
      const timeOffset = startTime === undefined ? 0 : startTime - start;
      const rows = new RecordedRows(experiment, { senderId, timeOffset });
      const slice = { slice: SLICE_BYTES };
      const tuples = new TupleDecoder(header, rows, limits, slice);
      return { experiment, senderId, rows, tuples };
    } catch (error) {
      await experiments.release(experiment);
      throw error;
    }
  }

  async #decode(body: Body, bytes: Uint8Array): Promise<void> {
    this.#isBroken = true;
    await waitForRoom(body, bytes.length);
    body.tuples.push(bytes);
    await finish(body);
    body.experiment.makeRoom();
    this.#isBroken = false;
  }

  async #leave({ experiment, senderId, rows }: Body): Promise<void> {
    const { experiments } = this.#target;
    experiment.leave(senderId, rows.tables);
    const hasLeft = !experiment.failed.aborted;
    if (hasLeft) await experiments.leave(experiment);
    await experiments.release(experiment, hasLeft);
  }
}

/** Decodes the rest of long messages in slices. */
async function finish(body: Body): Promise<void> {
  while (body.tuples.isUnfinished) {
    await waitForRoom(body, Infinity);
    body.tuples.goOn();
  }
}

/** Resolves when there is room for the rows of so many bytes. */
async function waitForRoom(
  { experiment }: Body,
  bytes: number,
): Promise<void> {
  for (let full; (full = experiment.makeRoom()) !== undefined;) await full;
  // The page and the timers of commits have their turns.
  const turn = PACE.turn(bytes);
  if (turn !== undefined) await turn;
}
