/**
 * The simple way to decode: bytes in, events out.
 *
 * @module
 */
import { ProtocolError } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../values/limits.ts";
import { HeaderReader } from "../headers/header_reader.ts";
import type { OmspEvent } from "./omsp_event.ts";
import { TupleCollector } from "./tuple_collector.ts";
import { TupleDecoder } from "./tuple_decoder.ts";

/**
 * Decodes one connection, headers and tuples.
 *
 * ```ts
 * import { OmspDecoder } from "@oml2/omsp";
 *
 * const decoder = new OmspDecoder();
 * const bytes = new TextEncoder().encode(
 *   "domain: demo\nschema: 1 app_lin angle:double\n\n0.25\t1\t1\t3.5\n",
 * );
 * for (const event of [...decoder.push(bytes), ...decoder.end()]) {
 *   if (event.type === "tuple") event.values; // [3.5]
 * }
 * ```
 */
export class OmspDecoder {
  readonly #limits: Limits;
  readonly #collector = new TupleCollector();
  readonly #headers: HeaderReader;
  #tuples: TupleDecoder | undefined;
  #error: ProtocolError | undefined;

  /** Limits what is kept by `limits`; those not given have their default. */
  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#headers = new HeaderReader(this.#limits);
  }

  /**
   * Why decoding stopped, if it did. If the faulty bytes follow complete
   * events, those are returned first and the next call throws the error, so
   * that no valid tuple is lost.
   */
  get error(): ProtocolError | undefined {
    return this.#error;
  }

  /**
   * Decodes received bytes; they may be cut anywhere, and be reused afterwards.
   *
   * @throws {ProtocolError} if the headers violate a rule, or a limit is
   * exceeded.
   */
  push(chunk: Uint8Array): OmspEvent[] {
    return this.#run(() => this.#push(chunk));
  }

  /**
   * No bytes have arrived for a while. A text tuple whose last field is a blob
   * of 60 characters waits for a line that may continue it (OML4R breaks base64
   * so); this ends the wait.
   */
  idle(): OmspEvent[] {
    return this.#run(() => this.#tuples?.idle());
  }

  /**
   * The connection ended: a cut tuple is rejected.
   *
   * @throws {ProtocolError} if it ended within the headers.
   */
  end(): OmspEvent[] {
    return this.#run(() => this.#end());
  }

  #push(chunk: Uint8Array): void {
    if (this.#tuples !== undefined) {
      this.#tuples.push(chunk);
      return;
    }
    const read = this.#headers.push(chunk);
    if (read === undefined) return;
    this.#collector.add({ type: "header", header: read.header });
    this.#tuples = new TupleDecoder(
      read.header,
      this.#collector,
      this.#limits,
    );
    this.#tuples.push(read.rest);
  }

  #end(): void {
    if (this.#tuples !== undefined) {
      this.#tuples.end();
    } else if (this.#headers.started) {
      throw new ProtocolError("header", "Cannot read headers: they are cut");
    }
  }

  #run(step: () => void): OmspEvent[] {
    if (this.#error !== undefined) throw this.#error;
    try {
      step();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#error = error;
    }
    const events = this.#collector.take();
    if (this.#error !== undefined && events.length === 0) throw this.#error;
    return events;
  }
}
