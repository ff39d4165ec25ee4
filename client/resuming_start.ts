/**
 * Resumes a stream where the server's data ends.
 *
 * @module
 */
import { ResumeAnswers } from "../codec/headers/resume_answers.ts";
import { ResumeError } from "./errors.ts";
import type { Outlet } from "./outlet.ts";
import { Signal } from "../shared/signal.ts";
import type { MakeHeader, StreamStart } from "./stream_start.ts";
import type { TupleBuffer } from "./tuple_buffer.ts";

/** A server that can resume streams answers within this time. */
const ANSWER_MS = 3_000;

/**
 * Asks on each connection how much of the stream is stored, and continues from
 * there. Only stored data counts as delivered.
 */
export class ResumingStart implements StreamStart {
  readonly #buffer: TupleBuffer;
  readonly #header: MakeHeader;
  readonly #failed: (error: Error) => void;
  #answered = new Signal();
  #answers = new ResumeAnswers();
  /** Identifies the stream; empty until it begins. */
  #uuid = "";
  /**
   * The headers that the stream began with, including the request for answers.
   */
  #begin: Uint8Array = new Uint8Array(0);
  /** The offset of its tuples, as the server counts. */
  #firstTuple = 0;
  /** The first answer on a connection. */
  #firstAnswer: number | undefined;
  #greeted = false;
  #isGone = false;
  /** Whether the other end can't resume streams. */
  #isForeign = false;

  /** Begins with `header()`; `failed` is notified if there is no answer. */
  constructor(
    buffer: TupleBuffer,
    header: MakeHeader,
    failed: (error: Error) => void,
  ) {
    this.#buffer = buffer;
    this.#header = header;
    this.#failed = failed;
  }

  get proves(): boolean {
    return this.#greeted && !this.#isForeign;
  }

  async greet(outlet: Outlet): Promise<number> {
    if (this.#uuid === "") this.#beginStream();
    this.#answers = new ResumeAnswers();
    this.#answered = new Signal();
    this.#firstAnswer = undefined;
    this.#greeted = this.#isGone = this.#isForeign = false;
    await outlet.write(this.#begin);
    const offset = await this.#ask();
    if (this.#isGone) return 0;
    if (offset === undefined) this.#acceptForeigner();
    else this.#checkAnswer(offset);
    this.#greeted = true;
    const delivered = this.#buffer.release(offset ?? 0);
    for (const bytes of this.#buffer.rewind()) await outlet.write(bytes);
    return delivered;
  }

  sent(end: number): number {
    return this.#isForeign ? this.#buffer.release(end) : 0;
  }

  received(bytes: Uint8Array): number {
    const isNew = this.#answers.push(bytes);
    const { offset } = this.#answers;
    if (!isNew || offset === undefined) return 0;
    if (this.#greeted) return this.#buffer.release(offset);
    this.#firstAnswer = offset;
    this.#answered.notify();
    return 0;
  }

  gone(): void {
    this.#isGone = true;
    this.#answered.notify();
  }

  #beginStream(): void {
    this.#uuid = crypto.randomUUID();
    this.#begin = this.#header({ stream: this.#uuid, length: undefined });
    this.#firstTuple = this.#header().length;
    this.#buffer.restart(this.#firstTuple);
  }

  async #ask(): Promise<number | undefined> {
    if (this.#firstAnswer === undefined && !this.#isGone) {
      await this.#answered.wait(ANSWER_MS);
    }
    return this.#firstAnswer;
  }

  #acceptForeigner(): void {
    this.#isForeign = true;
    this.#failed(
      new ResumeError(
        "Cannot resume streams: the server does not answer; data in transit " +
          "may be lost if the connection breaks",
      ),
    );
  }

  /** A stream can't continue from data that the server has lost. */
  #checkAnswer(offset: number): void {
    const { firstOffset, nextOffset } = this.#buffer;
    const begins = firstOffset === this.#firstTuple;
    if (offset <= nextOffset && (begins || offset >= firstOffset)) return;
    this.#uuid = "";
    throw new ResumeError(
      `the server has ${offset} bytes of the stream, but the buffer holds ` +
        `${firstOffset} to ${nextOffset}; beginning a new stream`,
    );
  }
}
