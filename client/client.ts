/**
 * Connects an instrumented program to a collection point.
 *
 * @module
 */
import { formatHeader } from "../codec/headers/header_format.ts";
import type { ResumeRequest } from "../codec/headers/session_header.ts";
import { metadataAction } from "../codec/tuples/metadata.ts";
import type { OmlValue } from "../codec/values/oml_value.ts";
import {
  formatSchema,
  METADATA_SCHEMA,
  type Schema,
} from "../codec/values/schema.ts";
import type { Tuple } from "../codec/values/tuple.ts";
import { errorText } from "../shared/error_text.ts";
import type { Address } from "../ports/runtime.ts";
import { BackOff } from "./back_off.ts";
import { DeliveryWaits } from "./delivery_waits.ts";
import { makeDestination } from "./destination.ts";
import { DefinitionError, UnsentError } from "./errors.ts";
import { Instrumentation } from "./instrumentation.ts";
import { makeSchema } from "./make_schema.ts";
import { Point, type PointOf, Stream } from "./measurement_point.ts";
import {
  type ClientOptions,
  type ClientState,
  type CloseOptions,
  DEFAULT_CLOSE_MS,
  steadyClock,
} from "./options.ts";
import type { Dialer } from "./outlet.ts";
import { ResumingStart } from "./resuming_start.ts";
import { Sender } from "./sender.ts";
import { PlainStart, type StreamStart } from "./stream_start.ts";
import { formatTarget, parseTarget, type Target } from "./target.ts";
import { TupleBuffer } from "./tuple_buffer.ts";

/** Timestamps have microseconds, as those of liboml2. */
const TICKS = 1e6;

/**
 * Connects an instrumented program to a collection point. Connects when there
 * is something to send, and reconnects with growing pauses.
 */
export class Client implements AsyncDisposable {
  readonly #options: ClientOptions;
  readonly #target: Target;
  readonly #clock: () => number;
  readonly #startTime: number;
  readonly #buffer: TupleBuffer;
  readonly #sender: Sender;
  readonly #waits = new DeliveryWaits();
  readonly #metadata = new Stream(METADATA_SCHEMA);
  readonly #schemas: Schema[] = [METADATA_SCHEMA];
  readonly #instrumentation: Instrumentation | undefined;
  /** Headers were sent, so that a new stream needs a tuple to define it. */
  #begun = false;
  #accepted = 0;
  #delivered = 0;
  #dropped = 0;
  #closing: Promise<void> | undefined;

  /**
   * Works as `options` say, over connections that `dialer` opens. Programs call
   * `createClient` of their runtime's module instead.
   *
   * @throws {TargetError} if the target is invalid or missing.
   * @throws {EncodeError} if a server would reject the headers.
   */
  constructor(options: ClientOptions, dialer: Dialer) {
    const { content = "text", clock = steadyClock } = options;
    this.#options = options;
    this.#target = parseTarget(options.collect);
    this.#clock = clock;
    this.#startTime = Math.floor(clock());
    if (options.instrument) {
      this.#instrumentation = new Instrumentation();
      this.#schemas.push(this.#instrumentation.stream.schema);
    }
    this.#formatHeader();
    this.#buffer = new TupleBuffer(content, options.bufferBytes);
    this.#sender = new Sender({
      destination: makeDestination(this.#target, dialer, options.tls),
      buffer: this.#buffer,
      start: this.#makeStart(),
      backOff: new BackOff(),
      observer: options.observer ?? {},
      delivered: (tuples) => {
        this.#delivered += tuples;
        options.observer?.delivered?.(tuples);
        this.#waits.check();
      },
    });
  }

  /** Current state. */
  get state(): ClientState {
    return this.#sender.state;
  }

  /** Local end of the connection, while there is one. */
  get localAddress(): Address | undefined {
    return this.#sender.local;
  }

  /** Bytes and tuples not delivered yet. */
  get buffered(): { readonly bytes: number; readonly tuples: number } {
    return { bytes: this.#buffer.bytes, tuples: this.#buffer.tuples };
  }

  /** Number of delivered tuples. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Number of dropped tuples. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Defines a measurement point with the fields `"name:type name:type ..."`.
   * Its table is `<appName>_<name>`.
   *
   * @throws {DefinitionError} if the name is in use, or the fields are invalid.
   */
  define<const Text extends string>(name: string, fields: Text): PointOf<Text> {
    const { appName, content = "text" } = this.#options;
    const stream = `${appName}_${name}`;
    const schema = makeSchema(stream, fields, this.#schemas, content);
    if (this.#begun) this.#announce(schema);
    this.#schemas.push(schema);
    const point = new Point(
      schema,
      (stream, values) => this.#inject(stream, values),
      (subject, key, value) => this.#describe(subject, key, value),
    );
    // The parser reads the text as TypeScript does.
    return point as unknown as PointOf<Text>;
  }

  /**
   * Adds metadata about the experiment or this run of the program. Returns
   * false if it was dropped, as a tuple may be.
   *
   * @throws {DefinitionError} if the protocol reserves `key`.
   */
  describe(key: string, value: string): boolean {
    return this.#describe(".", key, value);
  }

  /**
   * Resolves when at least half of the buffer is free. A caller that awaits it
   * before injecting loses nothing, and runs as fast as the collection point.
   *
   * @throws {UnsentError} if the client is closed first.
   */
  room(): Promise<void> {
    return this.#waits.until(() => this.#buffer.isHalfFree);
  }

  /**
   * Resolves when everything injected before is delivered: handed to the system
   * or, with `resume`, stored by the server.
   *
   * @throws {UnsentError} if the client is closed first.
   */
  flush(): Promise<void> {
    const all = this.#accepted;
    return this.#waits.until(() => this.#accepted - this.#buffer.tuples >= all);
  }

  /**
   * Delivers the buffer and closes. Rejects anything injected from now on.
   * Waits until the server ends its side, having stored everything.
   *
   * @throws {UnsentError} if not all could be delivered in time, or the server
   * did not end its side.
   */
  close({ timeout = DEFAULT_CLOSE_MS }: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  /** Closes at the end of an `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeout: number): Promise<void> {
    const isConfirmed = await this.#sender.finish(timeout);
    const { tuples } = this.#buffer;
    if (tuples === 0 && isConfirmed) return;
    const error = new UnsentError(tuples, formatTarget(this.#target));
    this.#waits.fail(error);
    throw error;
  }

  #makeStart(): StreamStart {
    const begin = (resume?: ResumeRequest) => {
      this.#begun = true;
      return this.#formatHeader(resume);
    };
    const { resume = false, observer } = this.#options;
    return resume && this.#target.kind === "tcp"
      ? new ResumingStart(
        this.#buffer,
        begin,
        (error) => observer?.failed?.(error),
      )
      : new PlainStart(this.#buffer, begin);
  }

  #formatHeader(resume?: ResumeRequest): Uint8Array {
    const { domain, senderId, appName, content = "text" } = this.#options;
    const text = formatHeader({
      domain,
      senderId,
      appName,
      content,
      startTime: this.#startTime,
      schemas: this.#schemas,
      resume,
    });
    return new TextEncoder().encode(text);
  }

  /** Defines a stream after the headers. */
  #announce(schema: Schema): void {
    const values = [".", "schema", formatSchema(schema)];
    try {
      this.#buffer.pushDefinition(this.#tuple(this.#metadata, values));
    } catch (cause) {
      throw new DefinitionError(
        `Cannot define ${schema.name} now: ${errorText(cause)}; define it ` +
          "before anything is injected",
        { cause },
      );
    }
    this.#count(this.#metadata);
  }

  #describe(subject: string, key: string, value: string): boolean {
    if (metadataAction(subject, key) === "store") {
      return this.#inject(this.#metadata, [subject, key, value]);
    }
    throw new DefinitionError(
      `Cannot use the key ${key} for metadata: OMSP reserves it`,
    );
  }

  #inject(stream: Stream, values: readonly OmlValue[]): boolean {
    if (this.#closing !== undefined || !this.#makeRoom()) {
      stream.advance();
      this.#drop(1);
      return false;
    }
    const before = this.#buffer.bytes;
    this.#push(stream, values);
    const held = { before, after: this.#buffer.bytes };
    const own = this.#instrumentation;
    const due = own?.injected(held, this.#dropped, this.#clock());
    if (own !== undefined && due !== undefined) this.#push(own.stream, due);
    return true;
  }

  #push(stream: Stream, values: readonly OmlValue[]): void {
    this.#buffer.push(this.#tuple(stream, values));
    this.#count(stream);
  }

  #tuple(stream: Stream, values: readonly OmlValue[]): Tuple {
    const seconds = this.#clock() - this.#startTime;
    const timestamp = Math.round(seconds * TICKS) / TICKS;
    const { schema, sequence } = stream;
    return { schema, sequence, timestamp, values };
  }

  #count(stream: Stream): void {
    stream.advance();
    this.#accepted++;
    this.#sender.wake();
  }

  #makeRoom(): boolean {
    if (!this.#buffer.isFull) return true;
    if (this.#options.drop !== "oldest") return false;
    const tuples = this.#buffer.dropOldest();
    if (tuples === 0) return false;
    this.#drop(tuples);
    this.#waits.check();
    return true;
  }

  #drop(tuples: number): void {
    this.#dropped += tuples;
    this.#options.observer?.dropped?.(tuples);
  }
}
