/**
 * Whether a client sends so little that it need not be read at once.
 *
 * @module
 */

/**
 * Bytes of a turn up to which a client may wait for the next one. Twice as many
 * fit into the smallest receive buffer that Linux gives a connection.
 */
const MOST = 32 * 1024;

/** Counts what a client has sent, by turns. */
export class Trickle {
  #turn: number;
  /** Bytes received in the current turn. */
  #bytes = 0;
  /** Bytes received in the turn before; unknown before the first whole one. */
  #before = Infinity;
  /** Whether the current turn is counted from its start. */
  #isWhole = false;

  /** Starts within the turn of that number. */
  constructor(turn: number) {
    this.#turn = turn;
  }

  /** `bytes` bytes were received in the turn `turn`. */
  add(bytes: number, turn: number): void {
    this.#moveTo(turn);
    this.#bytes += bytes;
  }

  /** Whether the client has sent little since the start of the turn before. */
  isSlow(turn: number): boolean {
    this.#moveTo(turn);
    return this.#bytes <= MOST && this.#before <= MOST;
  }

  #moveTo(turn: number): void {
    if (turn === this.#turn) return;
    const last = this.#isWhole ? this.#bytes : Infinity;
    this.#before = turn === this.#turn + 1 ? last : 0;
    this.#bytes = 0;
    this.#turn = turn;
    this.#isWhole = true;
  }
}
