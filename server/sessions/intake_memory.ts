/**
 * Limits undecoded data, of all connections together: incomplete messages and
 * headers.
 *
 * A connection is read as long as it holds a small part of the free memory, so
 * the largest ones wait first, and there is room for new ones. The waiting ones
 * take turns to complete their messages, of any length. A connection that does
 * not use its turn while others wait for theirs is closed, and so is the largest
 * one if hundreds of new ones leave no room.
 *
 * @module
 */
/** Bytes that every connection may hold without being counted. */
const FREE = 16 * 1024;

/** The maximum that one read adds. */
const LONGEST_READ = 128 * 1024;

/** The part of the free memory that one connection may hold. */
const PART = 1 / 8;

/**
 * Bytes per millisecond that the connection whose turn it is must send while
 * others wait; otherwise it is closed.
 */
const LEAST_BYTES_A_MS = 256;

/** Milliseconds between checks of that. */
const PERIOD_MS = 1000;

const MIB = 1024 * 1024;

/** A client's message can't be kept any longer; the message explains why. */
export class IntakeError extends Error {
  /** Always `"IntakeError"`. */
  override name = "IntakeError";
}

/** Holds a connection's undecoded bytes. */
export interface Undecoded {
  /** Bytes of memory that hold undecoded data. */
  readonly memory: number;
  /** Discards the data and releases the memory. */
  drop(): void;
}

/** The memory that all connections share. */
export class IntakeMemory {
  readonly #most: number;
  readonly #periodMs: number;
  readonly #holders = new Set<IntakeShare>();
  /** The connections that wait to be read, in order. */
  readonly #waiting = new Map<IntakeShare, () => void>();
  #held = 0;
  #turn: Turn | undefined;

  /**
   * Holds at most `most` bytes, besides the message whose turn it is. A turn is
   * checked every `periodMs`.
   */
  constructor(most: number, periodMs: number = PERIOD_MS) {
    this.#most = most;
    this.#periodMs = periodMs;
  }

  /** Bytes held. */
  get held(): number {
    return this.#held;
  }

  /**
   * A share for one more connection; `refuse` is called if it must be closed.
   */
  share(refuse: (why: IntakeError) => void): IntakeShare {
    return new IntakeShare(this, refuse);
  }

  /** `share` holds `by` bytes more, or fewer if `by` is negative. */
  changed(share: IntakeShare, by: number): void {
    this.#held += by;
    if (share.held > 0) this.#holders.add(share);
    else this.#forget(share);
    if (by < 0) this.#wake();
    else while (this.#inPool > this.#most) this.#refuse(this.#largest());
  }

  /**
   * Resolves when `share` may continue to read; `undefined` if it may at once.
   */
  wait(share: IntakeShare): Promise<void> | undefined {
    if (this.#mayGrow(share)) return undefined;
    return new Promise((done) => {
      this.#waiting.set(share, done);
      this.#giveTurn();
    });
  }

  /** Ends the wait of `share`. */
  release(share: IntakeShare): void {
    this.#waiting.get(share)?.();
    this.#waiting.delete(share);
  }

  /** Bytes held, besides the message whose turn it is. */
  get #inPool(): number {
    return this.#held - (this.#turn?.share.held ?? 0);
  }

  #mayGrow(share: IntakeShare): boolean {
    if (share.held === 0 || share === this.#turn?.share) return true;
    const more = share.held / 4 + LONGEST_READ;
    return share.held + more <= PART * (this.#most - this.#inPool);
  }

  /** The share that is likely to finish first. */
  #smallestWaiting(): IntakeShare | undefined {
    let smallest: IntakeShare | undefined;
    for (const share of this.#waiting.keys()) {
      if (smallest === undefined || share.held < smallest.held) {
        smallest = share;
      }
    }
    return smallest;
  }

  #largest(): IntakeShare | undefined {
    let largest: IntakeShare | undefined;
    for (const share of this.#holders) {
      if (share === this.#turn?.share) continue;
      if (largest === undefined || share.held > largest.held) largest = share;
    }
    return largest;
  }

  #refuse(share: IntakeShare | undefined): void {
    share?.refuse(
      new IntakeError(
        `Cannot keep ${mebibytes(share.held)} of an incomplete message or ` +
          "header: all clients together may have " +
          `${mebibytes(this.#most)} of these, half of --max-memory; raise ` +
          "it, or send shorter messages",
      ),
    );
  }

  #forget(share: IntakeShare): void {
    this.#holders.delete(share);
    if (share !== this.#turn?.share) return;
    this.#turn.end();
    this.#turn = undefined;
  }

  #wake(): void {
    for (const share of this.#waiting.keys()) {
      if (this.#mayGrow(share)) this.release(share);
    }
    this.#giveTurn();
  }

  #giveTurn(): void {
    if (this.#turn !== undefined) return;
    const share = this.#smallestWaiting();
    if (share === undefined) return;
    this.#turn = new Turn(share, this.#periodMs, () => {
      // A slow link alone delays nobody, and could never deliver its message.
      if (this.#waiting.size > 0) this.#refuse(share);
    });
    this.release(share);
  }
}

/** One connection's part of the memory. */
export class IntakeShare {
  /** Bytes counted. */
  held = 0;
  /** Bytes received so far. */
  received = 0;
  /** Milliseconds spent waiting for the client, without the present wait. */
  #readMs = 0;
  /** Start of the present wait for the client, if any. */
  #readingSince: number | undefined;
  readonly #memory: IntakeMemory;
  readonly #refuse: (why: IntakeError) => void;

  /**
   * A part of `memory`; `refuse` is called if the connection must be closed.
   */
  constructor(memory: IntakeMemory, refuse: (why: IntakeError) => void) {
    this.#memory = memory;
    this.#refuse = refuse;
  }

  /** Milliseconds spent waiting for the client so far. */
  get readMs(): number {
    const since = this.#readingSince;
    return this.#readMs + (since === undefined ? 0 : performance.now() - since);
  }

  /** Sets whether it waits for the client; counts if it holds something. */
  set reading(isReading: boolean) {
    if (this.#readingSince === undefined && (!isReading || this.held === 0)) {
      return;
    }
    this.#readMs = this.readMs;
    this.#readingSince = isReading ? performance.now() : undefined;
  }

  /** Sets the number of bytes held. */
  hold(bytes: number): void {
    const held = bytes > FREE ? bytes : 0;
    const by = held - this.held;
    if (by === 0) return;
    this.held = held;
    this.#memory.changed(this, by);
  }

  /** Resolves when it may continue to read; `undefined` if it may at once. */
  wait(): Promise<void> | undefined {
    return this.held === 0 ? undefined : this.#memory.wait(this);
  }

  /** Ends its wait. */
  release(): void {
    this.#memory.release(this);
  }

  /** The connection must be closed; its bytes are released at once. */
  refuse(why: IntakeError): void {
    this.#refuse(why);
    this.release();
    this.hold(0);
  }
}

/** The time in which one connection completes its message. */
class Turn {
  readonly share: IntakeShare;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(share: IntakeShare, periodMs: number, unused: () => void) {
    this.share = share;
    let [bytes, ms] = [share.received, share.readMs];
    this.#timer = setInterval(() => {
      const { received, readMs } = share;
      const few = received - bytes < LEAST_BYTES_A_MS * periodMs;
      // Otherwise the complete message mostly waited for the server.
      const isClients = readMs - ms >= periodMs / 2;
      [bytes, ms] = [received, readMs];
      if (isClients && few) unused();
    }, periodMs);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / MIB).toFixed(2)} MiB`;
}
