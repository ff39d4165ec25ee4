/**
 * Takes the stream of a client that may resume it.
 *
 * @module
 */
import { formatResumeAnswer } from "../../codec/headers/resume_answers.ts";
import type { StreamHeader } from "../scan/stream_header.ts";
import type { Intake } from "./intake.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { type BodyScan, scanBody } from "../scan/body_scan.ts";
import { scanInSlices } from "../scan/scan_in_slices.ts";

/** Bytes read back at a time. */
const BLOCK = 256 * 1024;

/**
 * Answers the client; never rejects, as a client that is gone will ask again.
 */
export type Answer = (bytes: Uint8Array) => Promise<void>;

/** Acknowledges what is on disk, always at the end of a tuple. */
export class ResumedIntake {
  readonly #stream: SpooledStream;
  readonly #intake: Intake;
  readonly #answer: Answer;
  readonly #length: number | undefined;
  readonly #resumeBytes: number;
  readonly #scan: BodyScan;
  /** Where the body begins. */
  readonly #body: number;
  /** Ends of tuples that may not be on disk yet. */
  #ends: number[] = [];
  #definitions = 0;
  /** Bytes to be received that are already stored. */
  #skip = 0;
  #acknowledged = -1;

  private constructor(
    stream: SpooledStream,
    intake: Intake,
    answer: Answer,
    { header, length }: { header: StreamHeader; length: number | undefined },
  ) {
    this.#stream = stream;
    this.#intake = intake;
    this.#answer = answer;
    this.#length = length;
    this.#resumeBytes = header.resumeBytes;
    this.#body = header.size;
    this.#scan = scanBody(header, (bytes) => this.#definitions += bytes);
  }

  /**
   * Continues `stream` for a client with the headers `header`; `isAgain` if it
   * has sent a part before. `undefined` if servers reject the headers.
   */
  static async open(
    stream: SpooledStream,
    intake: Intake,
    answer: Answer,
    header: StreamHeader,
    isAgain: boolean,
  ): Promise<ResumedIntake | undefined> {
    const first = stream.header ?? header;
    if (first.session === undefined) return undefined;
    const facts = { header: first, length: header.resume?.length };
    const resumed = new ResumedIntake(stream, intake, answer, facts);
    await resumed.#begin(isAgain);
    return resumed;
  }

  /** Takes the next bytes of the body. */
  async take(bytes: Uint8Array): Promise<void> {
    const known = Math.min(this.#skip, bytes.length);
    this.#skip -= known;
    const rest = bytes.subarray(known);
    await scanInSlices(this.#scan, rest);
    this.#ends.push(this.#end);
    await this.#intake.take(rest);
  }

  /** The client has disconnected; sends it the last acknowledgement. */
  async end(): Promise<void> {
    this.#scan.idle();
    const { size } = this.#stream;
    const isWhole = size - this.#resumeBytes === this.#length;
    this.#ends.push(isWhole ? size : this.#end);
    await this.#stream.sync();
    await this.#acknowledge();
    this.#stream.synced = () => undefined;
  }

  async #begin(isAgain: boolean): Promise<void> {
    const stream = this.#stream;
    const isNew = stream.size === this.#body;
    const block = new Uint8Array(BLOCK);
    for (let at = this.#body; at < stream.size;) {
      const count = await stream.read(block, at);
      if (count === 0) break;
      await scanInSlices(this.#scan, block.subarray(0, count));
      at += count;
    }
    if (isAgain) {
      this.#scan.idle();
      // The client sends its definitions again, then everything after the last
      // acknowledged byte.
      this.#skip = this.#definitions + stream.size - this.#end;
    }
    await stream.sync();
    this.#ends = [isNew ? this.#resumeBytes : this.#end];
    await this.#acknowledge();
    stream.synced = () => this.#acknowledge();
  }

  get #end(): number {
    return this.#body + this.#scan.consumed;
  }

  async #acknowledge(): Promise<void> {
    const { forced } = this.#stream;
    const safe = this.#ends.findLast((end) => end <= forced);
    if (safe === undefined) return;
    this.#ends = this.#ends.filter((end) => end > safe);
    const offset = safe - this.#resumeBytes;
    if (offset <= this.#acknowledged) return;
    this.#acknowledged = offset;
    await this.#answer(formatResumeAnswer(offset));
  }
}
