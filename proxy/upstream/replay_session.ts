/**
 * One connection to the upstream server, for one stream.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import {
  StreamFileError,
  StreamReadError,
} from "../spool/stream_file_error.ts";
import { Greeting } from "./greeting.ts";
import { Link, type LinkEnd } from "./link.ts";
import type { ReplayContext } from "./replay_context.ts";
import type { Replayable } from "./replayable.ts";

/**
 * Milliseconds that a complete tuple waits for a line that may belong to it.
 */
const HOLD_MS = 250;

/** Called at the steps of a connection. */
export interface SessionSteps {
  /** The server has accepted; nothing was sent yet. */
  readonly opened: () => void;
  /**
   * The server knows of the stream; `isPlain`: streams of later clients need
   * not wait for its body.
   */
  readonly begun: (isPlain: boolean) => void;
}

/** Replays a stream over one connection, starting after what the server has. */
export class ReplaySession {
  /** Whether everything but an incomplete tuple has been sent and taken. */
  caughtUp = false;
  #isConnected = false;
  #isIdle = false;
  readonly #replayable: Replayable;
  readonly #context: ReplayContext;
  readonly #link: Link;
  readonly #greeting: Greeting;
  #start = 0;

  /** Prepares a connection. */
  constructor(replayable: Replayable, context: ReplayContext) {
    this.#replayable = replayable;
    this.#context = context;
    const { patienceMs } = context.options;
    const isWanted = () => this.#isRunning;
    this.#link = new Link(replayable.signal, isWanted, patienceMs);
    this.#greeting = new Greeting(replayable, context, this.#link);
  }

  /** Whether it uses its connection, rather than only keeping it open. */
  get busy(): boolean {
    return this.#isConnected && !this.#isIdle;
  }

  /** Whether the server has reported what it has stored. */
  get isOurs(): boolean {
    return this.#link.offset !== undefined;
  }

  /** Whether the server closed without the answer that it gave before. */
  get silent(): boolean {
    return this.#greeting.silent;
  }

  /** How much of the stream has been sent. */
  get position(): number {
    return this.#start === 0 ? 0 : this.#replayable.reader.position;
  }

  /** Connects and replays. */
  async run({ opened, begun }: SessionSteps): Promise<LinkEnd> {
    const { stream, reader } = this.#replayable;
    try {
      // Nothing is sent of a stream whose file is damaged.
      await stream.open();
      const isPlain = stream.ended !== undefined && await reader.isPlain();
      const isOpen = await this.#context.upstream.open(this.#link);
      if (!isOpen) return { lost: undefined };
      this.#isConnected = true;
      opened();
      const isGreeted = await this.#greeting.run(() => begun(isPlain));
      if (!isGreeted) return this.#closedEarly();
      await this.#resume();
      await this.#send();
      return await this.#finish();
    } catch (error) {
      // Not the server's fault.
      if (error instanceof StreamFileError) throw error;
      const lost = errorText(error);
      if (error instanceof StreamReadError) return { lost, blame: "file" };
      const { gone } = this.#link;
      return gone?.lost === undefined ? { lost } : gone;
    } finally {
      this.#isConnected = false;
      this.#link.close();
    }
  }

  /** Positions the reader after what the server has. */
  async #resume(): Promise<void> {
    const { stream, reader } = this.#replayable;
    const first = stream.header?.size ?? 0;
    const { acknowledged = 0, sent } = stream.delivery;
    const taken = this.isOurs ? acknowledged : sent;
    const from = Math.max(taken, first);
    for (const tuple of await reader.start(from, this.#context.pageBytes)) {
      await this.#link.write(tuple);
    }
    this.#start = from;
  }

  get #isRunning(): boolean {
    return this.#context.state === "running";
  }

  async #send(): Promise<void> {
    const { reader } = this.#replayable;
    while (this.#link.gone === undefined) {
      this.#greeting.takeAnswer();
      if (!this.#isRunning && reader.betweenTuples) {
        if (this.#context.state === "paused") return;
        await this.#idle();
        continue;
      }
      const bytes = await reader.next(this.#mayCut);
      if (bytes !== undefined) {
        await this.#sendBytes(bytes);
        if (this.#isSegment) return;
      } else if (this.#isOver) return;
      else await this.#awaitMore();
    }
  }

  /** The server may close the connection meanwhile. */
  async #idle(): Promise<void> {
    this.#isIdle = true;
    this.#context.changed();
    await this.#replayable.signal.wait();
    this.#isIdle = false;
  }

  async #sendBytes(bytes: Uint8Array): Promise<void> {
    this.caughtUp = false;
    const { stream, reader } = this.#replayable;
    const wait = this.#context.rate.take(bytes.length, performance.now());
    if (wait > 0) await this.#link.delay(wait);
    stream.delivery.offer(reader.position + bytes.length);
    await this.#link.write(bytes);
    reader.advance(bytes.length);
    this.#context.noteSent(bytes.length);
  }

  /** Whether to send an incomplete tuple at the end, too. */
  get #mayCut(): boolean {
    const { stream } = this.#replayable;
    if (stream.ended === undefined) return false;
    return this.isOurs ? this.#greeting.knowsLength : true;
  }

  /** Whether a foreign server has a full segment. */
  get #isSegment(): boolean {
    const { reader, headerFault } = this.#replayable;
    const { segmentBytes } = this.#context.options;
    return !this.isOurs && headerFault === undefined && reader.betweenTuples &&
      reader.position - this.#start >= segmentBytes;
  }

  /** Whether nothing more is to be sent over this connection. */
  get #isOver(): boolean {
    const { stream } = this.#replayable;
    const { ended, sendable, size } = stream;
    const isAll = ended !== undefined && sendable === size;
    if (isAll || !this.#isRunning) return true;
    return !this.isOurs && this.#quietLeft <= 0;
  }

  get #quietLeft(): number {
    const { segmentQuietMs } = this.#context.options;
    return segmentQuietMs - this.#link.quietMs;
  }

  async #awaitMore(): Promise<void> {
    const { reader, signal } = this.#replayable;
    this.#noteCaughtUp();
    if (reader.holding) {
      await signal.wait(HOLD_MS);
      reader.idle();
    } else await signal.wait(this.isOurs ? undefined : this.#quietLeft);
  }

  #noteCaughtUp(): void {
    const { stream, reader } = this.#replayable;
    const { acknowledged = 0 } = stream.delivery;
    const taken = this.isOurs ? acknowledged : this.#start;
    this.caughtUp = taken >= reader.position && reader.isDrained;
    if (this.caughtUp) this.#context.changed();
  }

  get #objectionMs(): number {
    const { headerFault, reader } = this.#replayable;
    const fault = headerFault ?? reader.fault;
    const { objectionMs, answerMs } = this.#context.options;
    return fault === undefined ? objectionMs : answerMs;
  }

  /** Half-closes, and waits for the server to close. */
  async #finish(): Promise<LinkEnd> {
    const { stream, reader } = this.#replayable;
    if (!this.isOurs) await this.#link.goneWithin(this.#objectionMs);
    if (this.#link.gone !== undefined) return this.#closedEarly();
    await this.#link.end();
    const gone = await this.#link.untilGone();
    this.#greeting.takeAnswer();
    if (gone === undefined) return { lost: undefined };
    if (gone.lost === undefined && !this.isOurs) {
      stream.delivery.confirmSent(reader.position);
      await stream.syncIfPossible();
      this.#start = reader.position;
    }
    this.#noteCaughtUp();
    return gone;
  }

  /** The server closed first, which is in order if it had taken everything. */
  #closedEarly(): LinkEnd {
    this.#greeting.takeAnswer();
    this.#noteCaughtUp();
    const { gone } = this.#link;
    const isInOrder = gone === undefined || this.caughtUp ||
      this.#greeting.endedInOrder;
    if (isInOrder) return { lost: undefined };
    return { ...gone, lost: gone.lost ?? "it closed the connection" };
  }
}
