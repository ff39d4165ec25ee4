/**
 * How much more a spool accepts.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { SpoolOptions } from "../options.ts";
import { unlessAborted } from "../../shared/unless_aborted.ts";

/** The share of a limit that must be free again after it was reached. */
const ROOM_SHARE = 0.1;

/** What a spool holds. */
export interface SpoolLoad {
  /** Bytes in memory only. */
  readonly pending: number;
  /** Bytes that wait for the upstream server. */
  readonly waiting: number;
}

/** The limits of a spool. */
export type RoomOptions = Pick<SpoolOptions, "maxBytes" | "policy"> & {
  /** Bytes that may be in memory only. */
  readonly memoryBytes: number;
};

/** The room in a spool, and the clients that wait for it. */
export class Room {
  readonly #options: RoomOptions;
  readonly #log: Log;
  readonly #load: () => SpoolLoad;
  #waiters: (() => void)[] = [];
  /** Why nothing can be written at present. */
  #fault: string | undefined;
  #isFull = false;
  #isCrowded = false;
  #isDraining = false;
  /** Bytes that clients may send before the room is measured again. */
  #margin = 0;

  /** The room within `options`, given the current `load`. */
  constructor(options: RoomOptions, log: Log, load: () => SpoolLoad) {
    this.#options = options;
    this.#log = log;
    this.#load = load;
  }

  /** Why nothing can be written at present. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Whether no more should be accepted from clients. */
  get full(): boolean {
    if (this.#margin <= 0) this.#measure();
    return this.#isFull;
  }

  /** Bytes were accepted. */
  take(bytes: number): void {
    this.#margin -= bytes;
  }

  /**
   * Resolves when there is room in memory, and on disk if `disk`, or when
   * `abandon` aborts.
   */
  async wait(disk: boolean, abandon: AbortSignal): Promise<void> {
    while (this.#margin <= 0 && !abandon.aborted) {
      this.#measure();
      if (!this.#isCrowded && !(disk && this.#isFull)) return;
      const woken = new Promise<void>((wake) => this.#waiters.push(wake));
      await unlessAborted(woken, abandon);
    }
  }

  /** There may be more room. */
  changed(): void {
    if (this.#isFull) this.#measure();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** Nothing can be written at present. */
  fail(fault: string): void {
    this.#fault = fault;
    this.#margin = 0;
  }

  /** Everything could be written. */
  recover(): void {
    this.#fault = undefined;
  }

  /** From now on everything already received is kept, beyond the disk limit. */
  drain(): void {
    this.#isDraining = true;
    this.changed();
  }

  /** Measures the room. */
  #measure(): void {
    const { pending, waiting } = this.#load();
    const { memoryBytes } = this.#options;
    const maxBytes = this.#isDraining ? Infinity : this.#options.maxBytes;
    const memory = memoryBytes - pending;
    // What can't be written can still be sent, from memory.
    const [limit, left] = this.#fault === undefined
      ? [maxBytes, maxBytes - waiting]
      : [memoryBytes, memory];
    // Once full, it stays so until well below the limit.
    const wasLimited = this.#isFull && limit < Infinity;
    const isFull = left <= (wasLimited ? limit * ROOM_SHARE : 0);
    this.#isCrowded = memory <= 0;
    this.#margin = isFull ? 0 : Math.min(memory, left);
    if (this.#isFull !== isFull) this.#logFull(isFull);
  }

  #logFull(full: boolean): void {
    this.#isFull = full;
    const { policy } = this.#options;
    if (!full) this.#log.info("the spool has room again");
    else if (policy === "block") {
      this.#log.warn("the spool is full; clients wait until there is room");
    } else {
      this.#log.warn("the spool is full; new tuples are dropped");
    }
  }
}
