/**
 * Whether what is known of a stream's delivery applies to the current server.
 *
 * @module
 */
import type { SpooledStream } from "../spool/spooled_stream.ts";
import type { ReplayContext } from "./replay_context.ts";

/**
 * A server that used to answer, and closes the connection without an answer so
 * many times in a row, counts as one that no longer answers.
 */
const SILENCES = 2;

/** How a connection ended. */
export interface Answered {
  /** Whether the server has reported what it has stored. */
  readonly isOurs: boolean;
  /** Whether the server closed without the answer that it gave before. */
  readonly silent: boolean;
}

/** Decides when a stream must be sent again, and logs that beforehand. */
export class ServerKnowledge {
  readonly #stream: SpooledStream;
  readonly #context: ReplayContext;
  #silences = 0;

  /** What is known of `stream`. */
  constructor(stream: SpooledStream, context: ReplayContext) {
    this.#stream = stream;
    this.#context = context;
  }

  /** Whether it applies to another server. */
  get isOfAnother(): boolean {
    return this.#stream.delivery.isOfAnother(this.#context.upstream.name);
  }

  /**
   * To be called when a connection is open and unused: a server that can't be
   * reached changes nothing. Returns whether the stream starts over.
   */
  turn(): boolean {
    const { upstream, options, log } = this.#context;
    const { path, delivery } = this.#stream;
    const { name } = upstream;
    const { isOfAnother } = this;
    if (isOfAnother) {
      log.warn(
        "{path}: {before} has {taken} bytes of it; sending everything to {name} " +
          "that it does not have",
        { path, before: delivery.server, taken: delivery.taken, name },
      );
    }
    delivery.turnTo(name);
    if (!options.resumeHeader) this.#continueUnasked("it is no longer asked");
    return isOfAnother;
  }

  /** To be called after a connection; two silent ends are not an accident. */
  note({ isOurs, silent }: Answered): void {
    if (isOurs) this.#silences = 0;
    if (!silent || ++this.#silences < SILENCES) return;
    this.#continueUnasked("it no longer answers");
    this.#context.upstream.noteForeign();
  }

  /** Continues after the last bytes that the server reported as stored. */
  #continueUnasked(reason: string): void {
    const { path, delivery } = this.#stream;
    const { acknowledged = 0, sent } = delivery;
    if (acknowledged <= sent) return;
    this.#context.log.warn(
      "{path}: {name} had {acknowledged} bytes of it, {reason}; continuing " +
        "there, and resending what was in progress",
      { path, name: this.#context.upstream.name, acknowledged, reason },
    );
    delivery.fallSilent();
  }
}
