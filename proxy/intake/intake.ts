/**
 * What a client sends, on its way into the spool.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import { DropGate } from "./drop_gate.ts";
import type { SpoolOptions } from "../options.ts";
import type { Spool } from "../spool/spool.ts";
import type { SpooledStream } from "../spool/spooled_stream.ts";

/** How an {@linkcode Intake} works. */
export interface IntakeContext {
  /** How streams are kept. */
  readonly options: SpoolOptions;
  /** Told what is dropped. */
  readonly log: Log;
  /** Aborts when nobody waits for room any more. */
  readonly abandon: AbortSignal;
}

/** Appends to a stream, within the bounds of the spool. */
export class Intake {
  readonly #stream: SpooledStream;
  readonly #spool: Spool;
  readonly #context: IntakeContext;
  /** Only where what is new may be dropped. */
  readonly #gate: DropGate | undefined;

  /** Appends to `stream` of `spool`. */
  constructor(stream: SpooledStream, spool: Spool, context: IntakeContext) {
    this.#stream = stream;
    this.#spool = spool;
    this.#context = context;
    const { policy } = context.options;
    if (policy === "drop-new") this.#gate = new DropGate();
  }

  /** Resolves when more may come. */
  async take(bytes: Uint8Array): Promise<void> {
    const { options: { sync }, abandon } = this.#context;
    // A client that waits for proof has a copy, and counts on offsets.
    const gate = this.#stream.clientId === undefined ? this.#gate : undefined;
    if (gate === undefined) this.#append(bytes);
    else await this.#pass(gate, bytes);
    if (sync === "always") await this.#stream.sync().catch(() => undefined);
    await this.#spool.room.wait(gate === undefined, abandon);
  }

  /** The client has left. */
  end(): Promise<void> {
    this.#tellDropped();
    return Promise.resolve();
  }

  #append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#stream.append(bytes);
    this.#spool.grew(this.#stream, bytes.length);
  }

  async #pass(gate: DropGate, bytes: Uint8Array): Promise<void> {
    const wasClosed = gate.closed;
    for (const part of await gate.pass(bytes, this.#spool.room.full)) {
      this.#append(part);
    }
    this.#stream.dropped = gate.dropped.bytes;
    if (wasClosed && !gate.closed) this.#tellDropped();
  }

  #tellDropped(): void {
    const { tuples = 0, bytes = 0 } = this.#gate?.dropped ?? {};
    if (bytes === 0) return;
    this.#context.log.warn(
      "{path}: dropped {tuples} tuples of {bytes} bytes so far: no room",
      { path: this.#stream.path, tuples, bytes },
    );
  }
}
