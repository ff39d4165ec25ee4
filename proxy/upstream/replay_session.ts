/**
 * One connection to the upstream server, for one stream.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import { errorText } from "../../ports/error_text.ts";
import type { Alarm } from "../alarm.ts";
import type { HeaderBlock } from "../header_block.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { StreamFileError } from "../spool/stream_file_error.ts";
import { Link, type LinkEnd } from "./link.ts";
import type { ReplayContext } from "./replay_context.ts";
import type { TupleReader } from "./tuple_reader.ts";

/** A complete tuple waits so long, in ms, for a line that may belong to it. */
const HOLD_MS = 250;

/** Milliseconds that a pause waits for the server's last word. */
const LAST_WORD_MS = 5_000;

/**
 * Milliseconds that a foreign server is given to close the connection for what
 * it was sent, before it is told that this is all: its end means then that it
 * has taken everything.
 */
const OBJECTION_MS = 100;

/** A stream that can be replayed. */
export interface Replayable {
  /** Its bytes. */
  readonly stream: SpooledStream;
  /** Its headers; unset if they never end. */
  readonly header: HeaderBlock | undefined;
  /** Why servers refuse its headers, if they do. */
  readonly headerFault: string | undefined;
  /** Its body, or all of it where it has no headers. */
  readonly reader: TupleReader;
  /** Rung when the stream grows, or the state of the replay changes. */
  readonly alarm: Alarm;
}

/** Replays a stream from where the server has it, as far as one goes. */
export class ReplaySession {
  /** Whether all there is has been sent, and taken. */
  caughtUp = false;
  /** Whether it only holds its connection open. */
  resting = false;
  readonly #replayable: Replayable;
  readonly #context: ReplayContext;
  readonly #link: Link;
  /** Whether the server is asked what it has stored. */
  readonly #asking: boolean;
  /** All bytes of the stream, where the server was told that it has ended. */
  readonly #length: number | undefined;
  #start = 0;

  /** Prepares a connection. */
  constructor(replayable: Replayable, context: ReplayContext) {
    const { stream, header, alarm } = replayable;
    this.#replayable = replayable;
    this.#context = context;
    this.#link = new Link(alarm);
    this.#asking = header !== undefined && context.options.resumeHeader &&
      (stream.delivery.acknowledged !== undefined ||
        !context.upstream.foreign && stream.delivery.sent === 0);
    this.#length = stream.ended === undefined ? undefined : stream.size;
  }

  /** Whether the server has said what it has stored. */
  get isOurs(): boolean {
    return this.#link.offset !== undefined;
  }

  /** Up to where the stream was sent. */
  get position(): number {
    return this.#start === 0 ? 0 : this.#replayable.reader.position;
  }

  /** Connects, and replays; `begun` is called when the server knows of it. */
  async run(begun: () => void): Promise<LinkEnd> {
    const { stream, alarm } = this.#replayable;
    try {
      // The server need not hear of a stream whose file is damaged.
      await stream.open();
      const connection = await this.#context.upstream.connect(
        (bytes) => this.#link.received(bytes),
        () => this.#isRunning,
        (ms) => alarm.wait(ms),
      );
      if (connection === undefined) return { lost: undefined };
      this.#link.use(connection);
      if (!await this.#greet()) return this.#brokenOff();
      begun();
      if (await this.#goOn()) await this.#send();
      return await this.#finish();
    } catch (error) {
      // That is no fault of the server's.
      if (error instanceof StreamFileError) throw error;
      return { lost: errorText(error) };
    } finally {
      this.#link.close();
    }
  }

  /** Sends what comes before the tuples; whether it is clear where to go on. */
  async #greet(): Promise<boolean> {
    const { stream, header } = this.#replayable;
    if (header !== undefined) {
      const excluded = header.resumeBytes;
      const length = this.#length && this.#length - excluded;
      await this.#link.write(
        this.#asking
          ? header.asking(header.resume?.stream ?? stream.id, length)
          : header.plain,
      );
    }
    if (this.#asking && !await this.#awaitAnswer()) return false;
    this.#takeAnswer();
    // On disk before a byte is sent: it must be asked again, whoever dies.
    await this.#replayable.stream.sync();
    return true;
  }

  /**
   * Goes to where the server has the stream; whether it can be gone on with
   * there. A proxy that was killed may have less than the server, until its
   * client has sent that again.
   */
  async #goOn(): Promise<boolean> {
    const { stream, header, reader, alarm } = this.#replayable;
    const first = header === undefined ? 0 : stream.header?.length ?? 0;
    const { acknowledged = 0, sent } = stream.delivery;
    const taken = this.isOurs ? acknowledged : sent;
    const from = Math.max(taken, first);
    while (stream.size < from) {
      const isWaiting = stream.ended === undefined && this.#isRunning;
      if (!isWaiting || this.#link.gone !== undefined) return false;
      this.#tellCaughtUp();
      await alarm.wait();
    }
    for (const tuple of await reader.start(from, this.#context.pageBytes)) {
      await this.#link.write(tuple);
    }
    this.#start = from;
    return true;
  }

  /** Whether the server has answered, or is known not to. */
  async #awaitAnswer(): Promise<boolean> {
    const { stream, headerFault, alarm } = this.#replayable;
    const { options, upstream } = this.#context;
    while (!this.isOurs) {
      if (this.#link.gone !== undefined || !this.#isRunning) return false;
      const left = options.answerMs - this.#link.quietMs;
      // A server that has answered for this stream before is only slow.
      if (stream.delivery.acknowledged !== undefined) await alarm.wait();
      else if (left > 0) await alarm.wait(left);
      else {
        // Headers with a fault get no answer from any server.
        if (headerFault === undefined) upstream.tellForeign();
        return true;
      }
    }
    return true;
  }

  #takeAnswer(): void {
    const { stream, header } = this.#replayable;
    const { offset } = this.#link;
    if (offset === undefined) return;
    const excluded = header?.resumeBytes ?? 0;
    const first = stream.header?.length ?? 0;
    stream.delivery.acknowledge(Math.max(offset + excluded, first));
  }

  get #isRunning(): boolean {
    return this.#context.state === "running";
  }

  async #send(): Promise<void> {
    const { reader } = this.#replayable;
    while (this.#link.gone === undefined) {
      this.#takeAnswer();
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
    this.resting = true;
    this.#context.changed();
    await this.#replayable.alarm.wait();
    this.resting = false;
  }

  async #sendBytes(bytes: Uint8Array): Promise<void> {
    this.caughtUp = false;
    const wait = this.#context.rate.take(bytes.length, performance.now());
    if (wait > 0) await delay(wait);
    await this.#link.write(bytes);
    this.#replayable.reader.advance(bytes.length);
  }

  /** Whether what is left behind the last whole tuple is to be sent, too. */
  get #mayCut(): boolean {
    const { stream } = this.#replayable;
    if (stream.ended === undefined) return false;
    return this.isOurs ? this.#length === stream.size : true;
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
    if (stream.ended !== undefined || !this.#isRunning) return true;
    return !this.isOurs && this.#quietLeft <= 0;
  }

  get #quietLeft(): number {
    const { segmentQuietMs } = this.#context.options;
    return segmentQuietMs - this.#link.quietMs;
  }

  async #awaitMore(): Promise<void> {
    const { reader, alarm } = this.#replayable;
    this.#tellCaughtUp();
    if (reader.holding) {
      await alarm.wait(HOLD_MS);
      reader.idle();
    } else await alarm.wait(this.isOurs ? undefined : this.#quietLeft);
  }

  #tellCaughtUp(): void {
    const { stream, reader } = this.#replayable;
    const { acknowledged = 0 } = stream.delivery;
    const taken = this.isOurs ? acknowledged : this.#start;
    this.caughtUp = taken >= reader.position;
    if (this.caughtUp) this.#context.changed();
  }

  /** Half-closes, and waits for the server to say that it is through. */
  async #finish(): Promise<LinkEnd> {
    const { stream, reader } = this.#replayable;
    if (!this.isOurs) await this.#link.goneWithin(OBJECTION_MS);
    if (this.#link.gone !== undefined) return this.#brokenOff();
    await this.#link.end();
    const gone = await this.#untilGone();
    this.#takeAnswer();
    if (gone === undefined) return { lost: undefined };
    if (gone.lost === undefined && !this.isOurs) {
      stream.delivery.confirmSent(reader.position);
      await stream.sync();
      this.#start = reader.position;
    }
    this.#tellCaughtUp();
    return gone;
  }

  /** Once told to stop, one does not wait for ever. */
  async #untilGone(): Promise<LinkEnd | undefined> {
    const { alarm } = this.#replayable;
    let deadline = Infinity;
    while (this.#link.gone === undefined) {
      if (!this.#isRunning && deadline === Infinity) {
        deadline = performance.now() + LAST_WORD_MS;
      }
      const left = deadline - performance.now();
      if (left <= 0) break;
      await alarm.wait(left === Infinity ? undefined : left);
    }
    return this.#link.gone;
  }

  /** The server has closed first: no fault where all was taken by then. */
  #brokenOff(): LinkEnd {
    this.#takeAnswer();
    this.#tellCaughtUp();
    const { gone } = this.#link;
    if (gone === undefined || this.caughtUp) return { lost: undefined };
    return { lost: gone.lost ?? "it closed the connection" };
  }
}
