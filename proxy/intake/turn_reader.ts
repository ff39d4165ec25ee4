/**
 * Reads a client; one that sends little only once a turn.
 *
 * @module
 */
import type { Chunk, ChunkReader } from "../../ports/chunk_reader.ts";
import { PACE } from "../../shared/pace.ts";
import type { ReadTurns } from "../spool/read_turns.ts";
import { Trickle } from "./trickle.ts";

/** Reads the chunks of one client, when it is its turn. */
export class TurnReader {
  readonly #chunks: ChunkReader;
  readonly #turns: ReadTurns | undefined;
  readonly #trickle: Trickle;
  /** Whether nothing was left when it read last. */
  #hasReadAll = false;
  /** The turn in which it read last, if it had waited for that. */
  #turn: number | undefined;

  /** Reads `chunks`; without `turns` always at once. */
  constructor(chunks: ChunkReader, turns: ReadTurns | undefined) {
    this.#chunks = chunks;
    this.#turns = turns;
    this.#trickle = new Trickle(turns?.count ?? 0);
  }

  /** The next chunk, when it is this client's turn to be decoded. */
  async next(): Promise<Chunk> {
    const chunk = await this.#chunks.next();
    if (chunk.kind === "bytes") await PACE.turn(chunk.bytes.length);
    return chunk;
  }

  /** The next chunk; that of a client that sends little, with the next turn. */
  async nextOfTurn(): Promise<Chunk> {
    const turns = this.#turns;
    if (turns === undefined) return await this.next();
    // What it read then has been taken by now.
    if (this.#turn !== undefined) turns.read(this.#turn);
    const isSlow = this.#trickle.isSlow(turns.count);
    // What was read ahead is not kept until the next turn.
    const waits = isSlow && this.#hasReadAll && !this.#chunks.readsAhead;
    this.#chunks.readsAhead = !isSlow;
    if (waits) await turns.wait();
    this.#turn = waits ? turns.count : undefined;
    const chunk = await this.next();
    if (chunk.kind !== "bytes") return chunk;
    const { length, buffer } = chunk.bytes;
    this.#trickle.add(length, turns.count);
    // A full buffer was too small for what had arrived.
    this.#hasReadAll = length < buffer.byteLength;
    return chunk;
  }
}
