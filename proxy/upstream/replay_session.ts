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

/** A complete tuple waits so long, in ms, for a line that may belong to it. */
const HOLD_MS = 250;

/** What is told of a connection. */
export interface SessionSteps {
  /** The server is there, and was not sent anything yet. */
  readonly opened: () => void;
  /**
   * The server knows of the stream; `isPlain`: those that came after it need
   * not wait for its body.
   */
  readonly begun: (isPlain: boolean) => void;
}

/** Replays a stream from where the server has it, as far as one goes. */
export class ReplaySession {
  /** Whether all there is has been sent, and taken. */
  caughtUp = false;
  #isConnected = false;
  #isResting = false;
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

  /** Whether it uses a connection, and does not only hold it open. */
  get busy(): boolean {
    return this.#isConnected && !this.#isResting;
  }

  /** Whether the server has said what it has stored. */
  get isOurs(): boolean {
    return this.#link.offset !== undefined;
  }

  /** Whether the server closed without the answer that it once gave. */
  get silent(): boolean {
    return this.#greeting.silent;
  }

  /** Up to where the stream was sent. */
  get position(): number {
    return this.#start === 0 ? 0 : this.#replayable.reader.position;
  }

  /** Connects, and replays. */
  async run({ opened, begun }: SessionSteps): Promise<LinkEnd> {
    const { stream, reader } = this.#replayable;
    try {
      // The server need not hear of a stream whose file is damaged.
      await stream.open();
      const isPlain = stream.ended !== undefined && await reader.isPlain();
      const isThere = await this.#context.upstream.open(this.#link);
      if (!isThere) return { lost: undefined };
      this.#isConnected = true;
      opened();
      const greeted = await this.#greeting.run(() => begun(isPlain));
      if (!greeted) return this.#brokenOff();
      await this.#goOn();
      await this.#send();
      return await this.#finish();
    } catch (error) {
      // That is no fault of the server's.
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

  /** Goes to where the server has the stream. */
  async #goOn(): Promise<void> {
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
        await this.#rest();
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

  /** The server may end the connection meanwhile. */
  async #rest(): Promise<void> {
    this.#isResting = true;
    this.#context.changed();
    await this.#replayable.signal.wait();
    this.#isResting = false;
  }

  async #sendBytes(bytes: Uint8Array): Promise<void> {
    this.caughtUp = false;
    const { stream, reader } = this.#replayable;
    const wait = this.#context.rate.take(bytes.length, performance.now());
    if (wait > 0) await this.#link.delay(wait);
    stream.delivery.offer(reader.position + bytes.length);
    await this.#link.write(bytes);
    reader.advance(bytes.length);
  }

  /** Whether what is left behind the last whole tuple is to be sent, too. */
  get #mayCut(): boolean {
    const { stream } = this.#replayable;
    if (stream.ended === undefined) return false;
    return this.isOurs ? this.#greeting.toldLength : true;
  }

  /** Whether a foreign server has enough to take at once. */
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
    this.#tellCaughtUp();
    if (reader.holding) {
      await signal.wait(HOLD_MS);
      reader.idle();
    } else await signal.wait(this.isOurs ? undefined : this.#quietLeft);
  }

  #tellCaughtUp(): void {
    const { stream, reader } = this.#replayable;
    const { acknowledged = 0 } = stream.delivery;
    const taken = this.isOurs ? acknowledged : this.#start;
    const isAll = stream.sendable === stream.size;
    this.caughtUp = taken >= reader.position && isAll;
    if (this.caughtUp) this.#context.changed();
  }

  get #objectionMs(): number {
    const { headerFault, reader } = this.#replayable;
    const fault = headerFault ?? reader.fault;
    const { objectionMs, answerMs } = this.#context.options;
    return fault === undefined ? objectionMs : answerMs;
  }

  /** Half-closes, and waits for the server to say that it is through. */
  async #finish(): Promise<LinkEnd> {
    const { stream, reader } = this.#replayable;
    if (!this.isOurs) await this.#link.goneWithin(this.#objectionMs);
    if (this.#link.gone !== undefined) return this.#brokenOff();
    await this.#link.end();
    const gone = await this.#link.untilGone();
    this.#greeting.takeAnswer();
    if (gone === undefined) return { lost: undefined };
    if (gone.lost === undefined && !this.isOurs) {
      stream.delivery.confirmSent(reader.position);
      await stream.syncIfPossible();
      this.#start = reader.position;
    }
    this.#tellCaughtUp();
    return gone;
  }

  /** The server has closed first: no fault where all was taken by then. */
  #brokenOff(): LinkEnd {
    this.#greeting.takeAnswer();
    this.#tellCaughtUp();
    const { gone } = this.#link;
    const isInOrder = gone === undefined || this.caughtUp ||
      this.#greeting.endedInOrder;
    if (isInOrder) return { lost: undefined };
    return { ...gone, lost: gone.lost ?? "it closed the connection" };
  }
}
