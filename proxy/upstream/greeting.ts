/**
 * The start of a connection: the headers, and the server's answer.
 *
 * @module
 */
import type { Link } from "./link.ts";
import type { Replayable } from "./replayable.ts";
import type { ReplayContext } from "./replay_context.ts";

/**
 * Factor on the time for an answer if the server has answered for other
 * streams: then it is only slow, as it may open a thousand databases at once.
 */
const SLOW_FACTOR = 10;

/** Sends the headers of a stream, and learns what the server has of it. */
export class Greeting {
  /** Whether the server was sent the end of the stream. */
  #isEnded = false;
  readonly #replayable: Replayable;
  readonly #context: ReplayContext;
  readonly #link: Link;
  /** Bytes of the stream, if the server was reported that it has ended. */
  #length: number | undefined;

  /** Prepares to use `link`. */
  constructor(replayable: Replayable, context: ReplayContext, link: Link) {
    this.#replayable = replayable;
    this.#context = context;
    this.#link = link;
  }

  /**
   * Whether the server knows, or need not know, that the stream is complete.
   */
  get knowsLength(): boolean {
    return this.#length === this.#replayable.stream.size;
  }

  /** Whether the server closed in response to the end of the stream. */
  get endedInOrder(): boolean {
    const { gone } = this.#link;
    return this.#isEnded && gone !== undefined && gone.lost === undefined;
  }

  /** Whether the server closed without the answer that it gave before. */
  get silent(): boolean {
    return this.endedInOrder && this.#link.offset === undefined;
  }

  /**
   * Sends the headers; resolves to true if it is known where to continue.
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
    // On disk before a byte is sent, unless the disk is full: after a crash of
    // either side, the server must be asked again.
    await stream.syncIfPossible();
    return true;
  }

  /**
   * Records what the server has reported as stored, if it has.
   *
   * @throws {Error} if that is more than it was sent.
   */
  takeAnswer(): void {
    const { stream } = this.#replayable;
    const { header } = stream;
    const { offset } = this.#link;
    if (offset === undefined) return;
    const first = header?.size ?? 0;
    const reported = Math.max(offset + (header?.resumeBytes ?? 0), first);
    const stored = this.#isMore(reported, first) ? stream.size : reported;
    const { acknowledged = 0 } = stream.delivery;
    if (stored < acknowledged) this.#logLoss(stored, acknowledged);
    if (stored > acknowledged && stored < reported) this.#logMore(reported);
    stream.delivery.acknowledge(stored);
  }

  /**
   * Whether the server has more than the file: an earlier process may have sent
   * bytes that were damaged and cut off since, or that a full disk did not
   * take.
   *
   * @throws {Error} if the server can't have that.
   */
  #isMore(reported: number, first: number): boolean {
    const { size, ended, clientId, delivery } = this.#replayable.stream;
    // A stream with a name from its client may have arrived there by other
    // ways.
    const most = clientId === undefined ? delivery.offered : Infinity;
    if (reported <= Math.max(first, Math.min(most, size))) return false;
    const isCut = most === Infinity && clientId === undefined;
    if (isCut && ended !== undefined) return true;
    throw new Error(
      `it claims to have stored ${reported} bytes, more than it was sent`,
    );
  }

  /** Whether to ask the server what it has stored. */
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
        return await this.#awaitEnd();
      } else {
        // No server answers invalid headers, so silence does not make it
        // foreign.
        if (headerFault === undefined) upstream.noteForeign();
        return headerFault === undefined;
      }
    }
    upstream.noteAnswer();
    return true;
  }

  /**
   * A server that has answered for this stream before is only slow, unless it
   * does not answer the end of the stream either.
   */
  async #awaitEnd(): Promise<boolean> {
    this.#isEnded = true;
    await this.#link.end();
    await this.#link.untilGone();
    return false;
  }

  /** The server has lost data, and gets it again. */
  #logLoss(offset: number, acknowledged: number): void {
    const { path } = this.#replayable.stream;
    const { log, upstream } = this.#context;
    log.warn(
      "{path}: {name} has only {offset} of the {acknowledged} bytes that it " +
        "reported as stored; sending the rest again",
      { path, name: upstream.name, offset, acknowledged },
    );
  }

  /** The server has data that this file has lost. */
  #logMore(reported: number): void {
    const { path, size } = this.#replayable.stream;
    const { log, upstream } = this.#context;
    log.warn(
      "{path}: {name} has {reported} bytes, but the file only {size}; " +
        "nothing is left to send",
      { path, name: upstream.name, reported, size },
    );
  }

  get #isRunning(): boolean {
    return this.#context.state === "running";
  }
}
