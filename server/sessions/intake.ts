/**
 * Reads what one client sends as long as there is memory for it.
 *
 * @module
 */
import { type Chunk, ChunkReader } from "../../ports/chunk_reader.ts";
import type { Connection, EarlyTaker } from "../../ports/runtime.ts";
import type {
  IntakeError,
  IntakeMemory,
  IntakeShare,
  Undecoded,
} from "./intake_memory.ts";
import { PACE } from "../../shared/pace.ts";

/** Most bytes of a chunk that is taken early. */
const FEW_BYTES = 1024;

/** Returns the chunks of one connection, and counts the bytes held of them. */
export class Intake {
  readonly #chunks: ChunkReader;
  readonly #share: IntakeShare;
  #undecoded: Undecoded | undefined;
  #refused: IntakeError | undefined;

  /** Reads `connection`; its held bytes count in `memory`. */
  constructor(connection: Connection, memory: IntakeMemory) {
    this.#chunks = new ChunkReader(connection);
    this.#share = memory.share((why) => this.#refuse(why));
  }

  /** Bytes received. */
  get bytes(): number {
    return this.#chunks.bytes;
  }

  /** Whether it waits for the client. */
  get waiting(): boolean {
    return this.#chunks.waiting;
  }

  /** How often it has waited so far. */
  get waits(): number {
    return this.#chunks.waits;
  }

  /** From now on, only `undecoded` holds what is not decoded yet. */
  holdIn(undecoded: Undecoded | undefined): void {
    this.#undecoded?.drop();
    this.#undecoded = undecoded;
    this.#share.hold(undecoded?.memory ?? 0);
  }

  /**
   * Returns the next chunk when there is room for it; `quiet` if the client
   * sends nothing within `quietMs`.
   *
   * @throws {IntakeError} if earlier data can't be kept.
   */
  async next(quietMs?: number): Promise<Chunk> {
    const share = this.#share;
    share.hold(this.#undecoded?.memory ?? 0);
    const full = share.wait();
    if (full !== undefined) await full;
    share.reading = true;
    const chunk = await this.#chunks.next(quietMs);
    share.reading = false;
    if (chunk.kind === "bytes") {
      share.received += chunk.bytes.length;
      const turn = this.turn(chunk.bytes.length);
      if (turn !== undefined) await turn;
    }
    this.check();
    return chunk;
  }

  /**
   * Lets `take` have small chunks as soon as they arrive, without the steps
   * that `next` takes for each, if it waits for nothing else.
   */
  takeEarly(take: EarlyTaker): void {
    this.#chunks.takeEarly((bytes) => {
      const isFew = bytes.length <= FEW_BYTES && this.#share.held === 0;
      return isFew && PACE.mayDecode(bytes.length) ? take(bytes) : bytes;
    });
  }

  /**
   * Must be called before received data is decoded.
   *
   * @throws {IntakeError} if earlier data could not be kept.
   */
  check(): void {
    if (this.#refused !== undefined) throw this.#refused;
  }

  /** Resolves when it is this client's turn to have so many bytes decoded. */
  turn(bytes: number): Promise<void> | undefined {
    return PACE.turn(bytes);
  }

  /** Stops reading: after what was read, `next` returns `stopped`. */
  stop(): void {
    this.#chunks.stop();
    this.#share.release();
  }

  /** Cancels a stop that `next` has not returned yet. */
  readOn(): void {
    this.#chunks.readOn();
  }

  #refuse(why: IntakeError): void {
    this.#refused = why;
    this.#undecoded?.drop();
    this.stop();
  }
}
