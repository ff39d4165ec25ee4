/**
 * Decodes the small chunks of a connection as soon as they arrive. Clients of a
 * testbed send a tuple at a time; the general way (`body_loop.ts`), whose steps
 * may each have to wait, costs as much as decoding one.
 *
 * @module
 */
import type { Experiment } from "../experiments/experiment.ts";
import type { Body } from "../resume/resumed_body.ts";

/** Context of an {@linkcode EarlyChunks}. */
export interface EarlyContext {
  /** The experiment of the rows. */
  readonly experiment: Experiment;
  /** Notes that bytes have arrived, before they are decoded. */
  readonly arrived: () => void;
}

/** Bytes of an incomplete message up to which the next chunk is taken. */
const FEW_BYTES = 4 * 1024;

/** Decodes chunks that arrive while the session waits for nothing else. */
export class EarlyChunks {
  readonly #body: Body;
  readonly #context: EarlyContext;
  #fault: { readonly error: unknown } | undefined;

  /** Decodes into `body`. */
  constructor(body: Body, context: EarlyContext) {
    this.#body = body;
    this.#context = context;
  }

  /**
   * Decodes a chunk if nothing prevents it. Returns it otherwise, and an empty
   * one if the session must go on.
   */
  take(bytes: Uint8Array): Uint8Array | undefined {
    const body = this.#body;
    const { experiment, arrived } = this.#context;
    if (body.memory > FEW_BYTES) return bytes;
    try {
      if (!experiment.commitInTime()) return bytes;
      arrived();
      body.push(bytes);
      experiment.commitInTime();
      return body.isUnfinished || body.holding
        ? bytes.subarray(0, 0)
        : undefined;
    } catch (error) {
      this.#fault = { error };
      return bytes.subarray(0, 0);
    }
  }

  /** @throws what prevented a chunk from being decoded. */
  check(): void {
    if (this.#fault !== undefined) throw this.#fault.error;
  }
}
