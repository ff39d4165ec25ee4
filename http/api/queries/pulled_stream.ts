/**
 * Answers that are made while they are sent, no faster than they are read.
 *
 * @module
 */

/** Makes an answer in parts. */
export interface PartSource {
  /** The next part; `undefined` at the end. Called again when it is taken. */
  next(): Promise<string | undefined>;
  /** Called once: no more parts are needed. */
  close(): void;
}

/** How an answer ends before its time. */
export interface PulledStreamOptions {
  /** Aborted when the program stops. */
  readonly closing: AbortSignal;
  /**
   * Whether the answer is complete wherever it ends. If not, the connection is
   * broken, so that the client notices.
   */
  readonly isEndless: boolean;
  /** Milliseconds that the client may take to read a part. */
  readonly patienceMs: number;
  /** Called with an error of the source. */
  readonly failed: (error: unknown) => void;
}

/** A stream of the UTF-8 bytes of the parts of `source`. */
export function pulledStream(
  source: PartSource,
  options: PulledStreamOptions,
): ReadableStream<Uint8Array> {
  return new ReadableStream(new PulledStream(source, options), {
    // Nothing is made before it is asked for.
    highWaterMark: 0,
  });
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

class PulledStream {
  readonly #source: PartSource;
  readonly #options: PulledStreamOptions;
  readonly #encoder = new TextEncoder();
  readonly #abort = () => this.#cut("the program is stopping");
  #controller: Controller | undefined;
  #stall: ReturnType<typeof setTimeout> | undefined;
  #isOpen = true;

  constructor(source: PartSource, options: PulledStreamOptions) {
    this.#source = source;
    this.#options = options;
  }

  start(controller: Controller): void {
    const { closing } = this.#options;
    this.#controller = controller;
    closing.addEventListener("abort", this.#abort);
    if (closing.aborted) this.#abort();
    else this.#expectReader();
  }

  async pull(controller: Controller): Promise<void> {
    clearTimeout(this.#stall);
    try {
      const part = await this.#source.next();
      if (!this.#isOpen) return;
      if (part !== undefined) {
        controller.enqueue(this.#encoder.encode(part));
        this.#expectReader();
        return;
      }
      this.#end();
      controller.close();
    } catch (error) {
      if (!this.#isOpen) return;
      this.#options.failed(error);
      this.#cut("it cannot be completed");
    }
  }

  /** The client has disconnected. */
  cancel(): void {
    this.#end();
  }

  /** Ends the stream if the next part is not asked for in time. */
  #expectReader(): void {
    this.#stall = setTimeout(
      () => this.#cut("the client does not read it"),
      this.#options.patienceMs,
    );
  }

  #cut(reason: string): void {
    if (!this.#isOpen) return;
    this.#end();
    if (this.#options.isEndless) this.#controller?.close();
    else this.#controller?.error(new Error(`The answer was cut: ${reason}`));
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#stall);
    this.#options.closing.removeEventListener("abort", this.#abort);
    this.#source.close();
  }
}
