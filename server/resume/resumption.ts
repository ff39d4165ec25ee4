/**
 * The server's side of a resumable stream, as long as one connection lasts.
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

/** What a {@linkcode Resumption} works with. */
export interface ResumptionContext {
  /** What the client asked for. */
  readonly request: ResumeRequest;
  /** Where the client is. */
  readonly connection: Connection;
  /** Where the stream goes. */
  readonly experiment: Experiment;
  /** Told when the stream goes on over another connection. */
  readonly fenced: () => void;
}

/** Finds out how far the stream had come, and tells how far it comes. */
export class Resumption implements StreamHolder {
  readonly #context: ResumptionContext;
  readonly #acknowledger: Acknowledger;
  #resumed: Progress | undefined;
  #body: ResumedBody | undefined;
  #hasJoined = false;
  #isFenced = false;

  /** Nothing is stored, or said, before {@linkcode Resumption.join}. */
  constructor(context: ResumptionContext) {
    const { connection, experiment } = context;
    const sync = () => experiment.sync();
    this.#context = context;
    this.#acknowledger = new Acknowledger({ connection, sync });
  }

  /** Joins the experiment, and tells the client where to go on. */
  async join(member: Member): Promise<Joined> {
    const { experiment, request } = this.#context;
    const resume = request.stream;
    const joined = await experiment.resume({ ...member, resume }, this);
    this.#resumed = joined.resumed;
    this.#hasJoined = true;
    if (!this.#isFenced) this.committed(joined.resumed?.offset ?? 0);
    return joined;
  }

  /** Takes the connection's body. */
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
   * Before the join has ended, that is of the connection before, which may have
   * more to commit: the client must go on where all of it is stored.
   */
  committed(offset: number): void {
    if (this.#hasJoined) this.#acknowledger.committed(offset);
  }

  fence(): void {
    this.#isFenced = true;
    this.#body?.fence();
    this.#context.fenced();
  }

  /** The connection ends: resolves when the client was told all. */
  async finish(): Promise<void> {
    const { experiment, request } = this.#context;
    await this.#acknowledger.finish();
    experiment.release(request.stream, this);
  }
}
