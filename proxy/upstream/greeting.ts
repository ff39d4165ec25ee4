/**
 * The beginning of a connection: the headers, and the server's answer to them.
 *
 * @module
 */
import type { Link } from "./link.ts";
import type { Replayable } from "./replayable.ts";
import type { ReplayContext } from "./replay_context.ts";

/**
 * A server that has answered for other streams is only slow about this one: it
 * may open a thousand databases at once. It has so many times as long.
 */
const SLOW_FACTOR = 10;

/** Sends the headers of a stream, and finds out what the server has of it. */
export class Greeting {
  /** Whether the server was told that nothing more comes. */
  #isEnded = false;
  readonly #replayable: Replayable;
  readonly #context: ReplayContext;
  readonly #link: Link;
  /** All bytes of the stream, where the server is told that it has ended. */
  #length: number | undefined;

  /** Prepares what is said over `link`. */
  constructor(replayable: Replayable, context: ReplayContext, link: Link) {
    this.#replayable = replayable;
    this.#context = context;
    this.#link = link;
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
    const { stream } = this.#replayable;
    const { header } = stream;
    const asking = this.#isAsking;
    this.#length = stream.ended === undefined ? undefined : stream.size;
    if (asking) this.#link.expectAnswer();
    if (header !== undefined) {
      const length = this.#length && this.#length - header.resumeBytes;
      await this.#link.write(
        asking
          ? header.asking(header.resume?.stream ?? stream.id, length)
          : header.plain,
      );
    }
    if (asking && !await this.#awaitAnswer()) return false;
    this.takeAnswer();
    begun();
    // On disk before a byte is sent, but for a full disk: whoever dies, it must
    // be asked again.
    await stream.syncIfPossible();
    return true;
  }

  /**
   * Notes what the server has said it has stored, if it has.
   *
   * @throws {Error} if that is more than it was sent.
   */
  takeAnswer(): void {
    const { stream } = this.#replayable;
    const { header } = stream;
    const { offset } = this.#link;
    if (offset === undefined) return;
    const first = header?.size ?? 0;
    const told = Math.max(offset + (header?.resumeBytes ?? 0), first);
    const stored = this.#isMore(told, first) ? stream.size : told;
    const { acknowledged = 0 } = stream.delivery;
    if (stored < acknowledged) this.#tellLoss(stored, acknowledged);
    if (stored > acknowledged && stored < told) this.#tellMore(told);
    stream.delivery.acknowledge(stored);
  }

  /**
   * Whether the server has more than the file: an earlier proxy may have sent
   * what was damaged and cut off since, or what a full disk did not take.
   *
   * @throws {Error} if the server can't have that.
   */
  #isMore(told: number, first: number): boolean {
    const { size, ended, clientId, delivery } = this.#replayable.stream;
    // A stream that its client has named may have come there by other ways.
    const most = clientId === undefined ? delivery.offered : Infinity;
    if (told <= Math.max(first, Math.min(most, size))) return false;
    const isCut = most === Infinity && clientId === undefined;
    if (isCut && ended !== undefined) return true;
    throw new Error(
      `it says that it has stored ${told} bytes of a stream of which it was sent less`,
    );
  }

  /** Whether the server is asked what it has stored. */
  get #isAsking(): boolean {
    const { stream } = this.#replayable;
    const { options, upstream } = this.#context;
    const { acknowledged, sent } = stream.delivery;
    return stream.header !== undefined && options.resumeHeader &&
      (acknowledged !== undefined || !upstream.foreign && sent === 0);
  }

  /** Whether the server has answered, or is known not to. */
  async #awaitAnswer(): Promise<boolean> {
    const { stream, headerFault, signal } = this.#replayable;
    const { options, upstream } = this.#context;
    while (this.#link.offset === undefined) {
      if (this.#link.gone !== undefined || !this.#isRunning) return false;
      const patience = upstream.hasAnswered ? SLOW_FACTOR : 1;
      const left = patience * options.answerMs - this.#link.quietMs;
      if (left > 0) await signal.wait(left);
      else if (stream.delivery.acknowledged !== undefined) {
        return await this.#awaitLastWord();
      } else {
        // Headers with a fault get no answer from any server, so that silence
        // tells nothing of this one.
        if (headerFault === undefined) upstream.tellForeign();
        return headerFault === undefined;
      }
    }
    upstream.tellAnswer();
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

  /** A part of the stream that is not here any more. */
  #tellMore(told: number): void {
    const { path, size } = this.#replayable.stream;
    const { log, upstream } = this.#context;
    log.warn(
      "{path}: {name} has {told} bytes of it, of which only {size} are here " +
        "still; nothing is left to be sent",
      { path, name: upstream.name, told, size },
    );
  }

  get #isRunning(): boolean {
    return this.#context.state === "running";
  }
}
