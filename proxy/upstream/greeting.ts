/**
 * The beginning of a connection: the headers, and the server's answer to them.
 *
 * @module
 */
import type { Link } from "./link.ts";
import type { Replayable } from "./replayable.ts";
import type { ReplayContext } from "./replay_context.ts";

/** Sends the headers of a stream, and finds out what the server has of it. */
export class Greeting {
  /** Whether the server was told that nothing more comes. */
  #isEnded = false;
  readonly #replayable: Replayable;
  readonly #context: ReplayContext;
  readonly #link: Link;
  /** Whether the server is asked what it has stored. */
  readonly #asking: boolean;
  /** All bytes of the stream, where the server is told that it has ended. */
  readonly #length: number | undefined;

  /** Prepares what is said over `link`. */
  constructor(replayable: Replayable, context: ReplayContext, link: Link) {
    const { stream, header } = replayable;
    const { acknowledged, sent } = stream.delivery;
    this.#replayable = replayable;
    this.#context = context;
    this.#link = link;
    this.#asking = header !== undefined && context.options.resumeHeader &&
      (acknowledged !== undefined || !context.upstream.foreign && sent === 0);
    this.#length = stream.ended === undefined ? undefined : stream.size;
  }

  /** Whether the server knows, or need not know, that the stream is complete. */
  get toldLength(): boolean {
    return this.#length === this.#replayable.stream.size;
  }

  /** Whether the server has closed because it was told to. */
  get endedInOrder(): boolean {
    const { gone } = this.#link;
    return this.#isEnded && gone !== undefined && gone.lost === undefined;
  }

  /** Whether the server closed without the answer that it once gave. */
  get silent(): boolean {
    return this.endedInOrder && this.#link.offset === undefined;
  }

  /**
   * Sends what comes before the tuples; whether it is clear where to go on.
   * `begun` is called when the server knows of the stream.
   */
  async run(begun: () => void): Promise<boolean> {
    const { stream, header } = this.#replayable;
    if (this.#asking) this.#link.expectAnswer();
    if (header !== undefined) {
      const length = this.#length && this.#length - header.resumeBytes;
      await this.#link.write(
        this.#asking
          ? header.asking(header.resume?.stream ?? stream.id, length)
          : header.plain,
      );
    }
    if (this.#asking && !await this.#awaitAnswer()) return false;
    this.takeAnswer();
    begun();
    // On disk before a byte is sent: it must be asked again, whoever dies. If
    // the disk is full, nothing of a new stream is left to be sent again.
    await stream.syncIfPossible();
    return true;
  }

  /**
   * Notes what the server has said it has stored, if it has.
   *
   * @throws {Error} if that is more than it was sent.
   */
  takeAnswer(): void {
    const { stream, header } = this.#replayable;
    const { offset } = this.#link;
    if (offset === undefined) return;
    const excluded = header?.resumeBytes ?? 0;
    const first = stream.header?.length ?? 0;
    const stored = Math.max(offset + excluded, first);
    const { acknowledged = 0, offered } = stream.delivery;
    // A stream that its client has named may have come there by other ways.
    const most = stream.clientId === undefined ? offered : Infinity;
    if (stored > Math.max(first, Math.min(most, stream.size))) {
      throw new Error(
        `it says that it has stored ${stored} bytes of a stream of which it was sent less`,
      );
    }
    if (stored < acknowledged) this.#tellLoss(stored, acknowledged);
    stream.delivery.acknowledge(stored);
  }

  /** Whether the server has answered, or is known not to. */
  async #awaitAnswer(): Promise<boolean> {
    const { stream, headerFault, alarm } = this.#replayable;
    const { options, upstream } = this.#context;
    while (this.#link.offset === undefined) {
      if (this.#link.gone !== undefined || !this.#isRunning) return false;
      const left = options.answerMs - this.#link.quietMs;
      if (left > 0) await alarm.wait(left);
      else if (stream.delivery.acknowledged !== undefined) {
        return await this.#awaitLastWord();
      } else {
        // Headers with a fault get no answer from any server, so that silence
        // tells nothing of this one.
        if (headerFault === undefined) upstream.tellForeign();
        return headerFault === undefined;
      }
    }
    return true;
  }

  /**
   * A server that has answered for this stream before is only slow, unless it
   * has no answer when it is told that nothing more comes.
   */
  async #awaitLastWord(): Promise<boolean> {
    this.#isEnded = true;
    await this.#link.end();
    await this.#link.untilGone();
    return false;
  }

  /** A server that has lost what it had stored gets it again. */
  #tellLoss(offset: number, acknowledged: number): void {
    const { path } = this.#replayable.stream;
    const { log, upstream } = this.#context;
    log.warn(
      "{path}: {name} has only {offset} of the {acknowledged} bytes that it " +
        "said it has stored; sending the rest again",
      { path, name: upstream.name, offset, acknowledged },
    );
  }

  get #isRunning(): boolean {
    return this.#context.state === "running";
  }
}
