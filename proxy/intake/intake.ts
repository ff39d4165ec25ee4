/**
 * Takes what a client sends into the spool.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { SpoolOptions } from "../options.ts";
import type { Spool } from "../spool/spool.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";
import { TupleDropper } from "./tuple_dropper.ts";

/** What an {@linkcode Intake} works with. */
export interface IntakeContext {
  /** How streams are kept. */
  readonly options: SpoolOptions;
  /** Gets a warning about what is dropped. */
  readonly log: Log;
  /** Aborts to end a wait for room. */
  readonly abandon: AbortSignal;
}

/** Appends to a stream, within the limits of the spool. */
export class Intake {
  readonly #stream: SpooledStream;
  readonly #spool: Spool;
  readonly #context: IntakeContext;
  /** Created with the first byte of a body that may be dropped. */
  #dropper: TupleDropper | undefined;

  /** Appends to `stream` of `spool`. */
  constructor(stream: SpooledStream, spool: Spool, context: IntakeContext) {
    this.#stream = stream;
    this.#spool = spool;
    this.#context = context;
  }

  /** Takes bytes; resolves when the client may send more. */
  async take(bytes: Uint8Array): Promise<void> {
    const { options: { sync }, abandon } = this.#context;
    if (this.#mayDrop) await this.#appendOrDrop(bytes);
    else this.#append(bytes);
    if (sync === "always") await this.#stream.sync().catch(() => undefined);
    await this.#spool.room.wait(!this.#mayDrop, abandon);
  }

  /** The client has disconnected. */
  end(): Promise<void> {
    this.#logDropped();
    return Promise.resolve();
  }

  /** A client that resumes its stream has a copy, and relies on offsets. */
  get #mayDrop(): boolean {
    return this.#context.options.policy === "drop-new" &&
      this.#stream.clientId === undefined;
  }

  #append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#stream.append(bytes);
    this.#spool.grew(this.#stream, bytes.length);
  }

  async #appendOrDrop(bytes: Uint8Array): Promise<void> {
    const stream = this.#stream;
    // A stream is useless without its headers: they are never dropped.
    const headerBytes = stream.appendHeader(bytes);
    if (headerBytes > 0) this.#spool.grew(stream, headerBytes);
    const body = bytes.subarray(headerBytes);
    if (body.length === 0) return;
    if (!this.#mayDrop) return this.#append(body);
    const dropper = this.#dropper ??= new TupleDropper(stream.header);
    const wasDropping = dropper.isDropping;
    this.#append(await dropper.filter(body, this.#spool.room.full));
    const { bytes: dropped } = dropper.dropped;
    this.#spool.dropped += dropped - stream.dropped;
    stream.dropped = dropped;
    if (wasDropping && !dropper.isDropping) this.#logDropped();
  }

  #logDropped(): void {
    const { tuples = 0, bytes = 0 } = this.#dropper?.dropped ?? {};
    if (bytes === 0) return;
    this.#context.log.warn(
      "{path}: dropped {tuples} tuples of {bytes} bytes so far: the spool is full",
      { path: this.#stream.path, tuples, bytes },
    );
  }
}
