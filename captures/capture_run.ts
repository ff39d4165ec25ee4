/**
 * One stream of a capture that is followed, from its first byte.
 *
 * @module
 */
import {
  HeaderReader,
  type ReadHeader,
} from "../codec/headers/header_reader.ts";
import type { SessionHeader } from "../codec/headers/session_header.ts";
import type { Limits } from "../codec/values/limits.ts";
import type { Experiment } from "../server/experiments/experiment.ts";
import type { Experiments } from "../server/experiments/experiments.ts";
import { bodyParts, type RowCounts, StreamBody } from "./stream_body.ts";

/** Where captures are stored. */
export interface CaptureTarget {
  /** The experiments. */
  readonly experiments: Experiments;
  /** Limits on what is held of a stream. */
  readonly limits: Limits;
}

const NOTHING: RowCounts = { tuples: 0, rejected: 0, converted: 0 };

/** Stores one stream. The calls must be awaited one after the other. */
export class CaptureRun {
  readonly #target: CaptureTarget;
  readonly #headers: HeaderReader;
  #header: SessionHeader | undefined;
  #experiment: Experiment | undefined;
  #body: StreamBody | undefined;

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
  get counts(): RowCounts {
    return this.#body?.counts ?? NOTHING;
  }

  /**
   * Takes the next bytes, cut anywhere, which must not change until it
   * resolves.
   *
   * @throws {ProtocolError} if its headers violate a rule, or past a limit.
   * @throws {StoreError} if the database can't be used.
   */
  async push(bytes: Uint8Array): Promise<void> {
    if (this.#body !== undefined) return await this.#body.push(bytes);
    const read = this.#headers.push(bytes);
    if (read === undefined) return;
    // The memory of the headers may be used again while the experiment opens.
    const rest = read.rest.slice();
    this.#header = read.header;
    this.#body = await this.#open(read);
    await this.#body.push(rest);
  }

  /** Nothing has been added for a while: a complete tuple waits no longer. */
  idle(): void {
    this.#body?.idle();
  }

  /**
   * Resolves when everything decoded is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async flush(): Promise<void> {
    await this.#body?.flush();
  }

  /**
   * The stream has ended. Resolves when everything is committed.
   *
   * @throws {StoreError} if it can't be.
   */
  async end(): Promise<void> {
    try {
      await this.#body?.end();
    } finally {
      await this.#release();
    }
  }

  async #open({ header }: ReadHeader): Promise<StreamBody> {
    const { experiments, limits } = this.#target;
    const { domain, startTime, senderId: sender } = header;
    const experiment = await experiments.acquire(domain);
    this.#experiment = experiment;
    const joined = await experiment.join({ sender, startTime });
    return new StreamBody(bodyParts(header, joined, { experiment, limits }));
  }

  async #release(): Promise<void> {
    const experiment = this.#experiment;
    if (experiment === undefined) return;
    this.#experiment = undefined;
    const { experiments } = this.#target;
    const hasLeft = !experiment.failed.aborted;
    if (hasLeft) await experiments.leave(experiment);
    await experiments.release(experiment, hasLeft);
  }
}
