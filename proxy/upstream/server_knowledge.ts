/**
 * Whether what is known of a stream's delivery holds for the server at hand.
 *
 * @module
 */
import type { SpooledStream } from "../spool/spooled_stream.ts";
import type { ReplayContext } from "./replay_context.ts";

/**
 * A server that used to answer and now closes the connection without a word, so
 * many times in a row, is taken for one that answers no more.
 */
const SILENCES = 2;

/** How a connection went. */
export interface Answered {
  /** Whether the server has said what it has stored. */
  readonly isOurs: boolean;
  /** Whether the server closed without the answer that it once gave. */
  readonly silent: boolean;
}

/** Knows of one stream when it must be sent again, and says so before. */
export class ServerKnowledge {
  readonly #stream: SpooledStream;
  readonly #context: ReplayContext;
  #silences = 0;

  /** What is known of `stream`. */
  constructor(stream: SpooledStream, context: ReplayContext) {
    this.#stream = stream;
    this.#context = context;
  }

  /** Whether it is of another server. */
  get isOfAnother(): boolean {
    return this.#stream.delivery.isOfAnother(this.#context.upstream.name);
  }

  /**
   * To be called when a connection is there and nothing was sent over it: a
   * server that can't be reached changes nothing. Whether the stream begins
   * anew.
   */
  turn(): boolean {
    const { upstream, options, log } = this.#context;
    const { path, delivery } = this.#stream;
    const { name } = upstream;
    const { isOfAnother } = this;
    if (isOfAnother) {
      log.warn(
        "{path}: {before} has {taken} bytes of it; sending all to {name}, as " +
          "far as that does not have it",
        { path, before: delivery.server, taken: delivery.taken, name },
      );
    }
    delivery.turnTo(name);
    if (!options.resumeHeader) this.#goOnUnasked("it is not asked any more");
    return isOfAnother;
  }

  /** To be called behind a connection; two silent ends are no accident. */
  note({ isOurs, silent }: Answered): void {
    if (isOurs) this.#silences = 0;
    if (!silent || ++this.#silences < SILENCES) return;
    this.#goOnUnasked("it does not tell any more");
    this.#context.upstream.tellForeign();
  }

  /** From where the server has said it was. */
  #goOnUnasked(reason: string): void {
    const { path, delivery } = this.#stream;
    const { acknowledged = 0, sent } = delivery;
    if (acknowledged <= sent) return;
    this.#context.log.warn(
      "{path}: {name} had {acknowledged} bytes of it, {reason}; going on " +
        "there, and sending again what was under way",
      { path, name: this.#context.upstream.name, acknowledged, reason },
    );
    delivery.fallSilent();
  }
}
