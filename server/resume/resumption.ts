/**
 * The server's side of a resumable stream during one connection.
 *
 * @module
 */
import type { ResumeRequest } from "../../codec/headers/session_header.ts";
import type { Connection } from "../../ports/runtime.ts";
import { Acknowledger } from "./acknowledger.ts";
import { ResumedBody, type ResumedBodyContext } from "./resumed_body.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { StreamHolder } from "../experiments/progress_log.ts";
import type { Joined, Member, Progress } from "../rows/store.ts";

/** Context of a {@linkcode Resumption}. */
export interface ResumptionContext {
  /** The client's request. */
  readonly request: ResumeRequest;
  /** The client's connection. */
  readonly connection: Connection;
  /** The stream's experiment. */
  readonly experiment: Experiment;
  /** Called when the stream continues over another connection. */
  readonly fenced: () => void;
}

/** Finds the progress of a stream, and acknowledges further progress. */
export class Resumption implements StreamHolder {
  readonly #context: ResumptionContext;
  readonly #acknowledger: Acknowledger;
  #resumed: Progress | undefined;
  #body: ResumedBody | undefined;
  #hasJoined = false;
  #isFenced = false;

  /** Nothing is stored or sent before {@linkcode Resumption.join}. */
  constructor(context: ResumptionContext) {
    const { connection, experiment } = context;
    const sync = () => experiment.sync();
    this.#context = context;
    this.#acknowledger = new Acknowledger({ connection, sync });
  }

  /** Joins the experiment and answers the offset at which to continue. */
  async join(member: Member): Promise<Joined> {
    const { experiment, request } = this.#context;
    const resume = request.stream;
    const joined = await experiment.resume({ ...member, resume }, this);
    this.#resumed = joined.resumed;
    this.#hasJoined = true;
    if (!this.#isFenced) this.committed(joined.resumed?.offset ?? 0);
    return joined;
  }

  /** Returns the decoder of the connection's body. */
  body(
    parts: Pick<ResumedBodyContext, "headerBytes" | "tuples" | "rows">,
  ): ResumedBody {
    const { experiment, request } = this.#context;
    const body = new ResumedBody({
      ...parts,
      request,
      resumed: this.#resumed,
      note: (progress) => experiment.progress(progress),
    });
    if (this.#isFenced) body.fence();
    return this.#body = body;
  }

  /**
   * Ignored before the join has ended: that commit belongs to the previous
   * connection, which may have more to commit. The client must continue after
   * everything stored.
   */
  committed(offset: number): void {
    if (this.#hasJoined) this.#acknowledger.committed(offset);
  }

  fence(): void {
    this.#isFenced = true;
    this.#body?.fence();
    this.#context.fenced();
  }

  /**
   * The connection ends. Resolves when everything is acknowledged, or can't be.
   */
  async finish(): Promise<void> {
    const { experiment, request } = this.#context;
    await this.#acknowledger.finish();
    experiment.release(request.stream, this);
  }
}
