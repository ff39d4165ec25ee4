/**
 * How much more a spool takes.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { SpoolOptions } from "../options.ts";
import { unlessAborted } from "../../shared/unless_aborted.ts";

/** The share of a bounded disk that must be free again after it was full. */
const ROOM_SHARE = 0.1;

/** What a spool holds. */
export interface SpoolLoad {
  /** Bytes that are in memory only. */
  readonly pending: number;
  /** Bytes that wait for the upstream server. */
  readonly waiting: number;
}

/** What bounds a spool. */
export type RoomOptions = Pick<SpoolOptions, "maxBytes" | "policy"> & {
  /** Bytes that may be in memory only. */
  readonly memoryBytes: number;
};

/** The room of a spool, and those who wait for it. */
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
  /** Bytes that clients may send before it must be looked again. */
  #margin = 0;

  /** The room within `options` beside what `load` says is there. */
  constructor(options: RoomOptions, log: Log, load: () => SpoolLoad) {
    this.#options = options;
    this.#log = log;
    this.#load = load;
  }

  /** Why nothing can be written at present. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Whether no more should be taken from clients. */
  get full(): boolean {
    if (this.#margin <= 0) this.#look();
    return this.#isFull;
  }

  /** So many bytes were taken. */
  take(bytes: number): void {
    this.#margin -= bytes;
  }

  /**
   * Resolves when there is room in memory, and on disk if `disk`, or as soon as
   * nobody waits for it any more.
   */
  async wait(disk: boolean, abandon: AbortSignal): Promise<void> {
    while (this.#margin <= 0 && !abandon.aborted) {
      this.#look();
      if (!this.#isCrowded && !(disk && this.#isFull)) return;
      const woken = new Promise<void>((wake) => this.#waiters.push(wake));
      await unlessAborted(woken, abandon);
    }
  }

  /** There may be more room. */
  changed(): void {
    if (this.#isFull) this.#look();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** Nothing can be written at present. */
  fail(fault: string): void {
    this.#fault = fault;
    this.#margin = 0;
  }

  /** All could be written. */
  recover(): void {
    this.#fault = undefined;
  }

  /** What has come already is kept, whatever may wait for the server. */
  drain(): void {
    this.#isDraining = true;
    this.changed();
  }

  /** Sums up anew how much room there is. */
  #look(): void {
    const { pending, waiting } = this.#load();
    const { memoryBytes } = this.#options;
    const maxBytes = this.#isDraining ? Infinity : this.#options.maxBytes;
    const memory = memoryBytes - pending;
    // What can't be written can still be sent on, from memory.
    const [bound, left] = this.#fault === undefined
      ? [maxBytes, maxBytes - waiting]
      : [memoryBytes, memory];
    // Once full, it must be well below the bound: not full again at once.
    const wasBounded = this.#isFull && bound < Infinity;
    const isFull = left <= (wasBounded ? bound * ROOM_SHARE : 0);
    this.#isCrowded = memory <= 0;
    this.#margin = isFull ? 0 : Math.min(memory, left);
    if (this.#isFull !== isFull) this.#tellFull(isFull);
  }

  #tellFull(full: boolean): void {
    this.#isFull = full;
    const { policy } = this.#options;
    if (!full) this.#log.info("the spool has room again");
    else if (policy === "block") {
      this.#log.warn("the spool is full; clients wait until there is room");
    } else {
      this.#log.warn("the spool is full; what clients send now is dropped");
    }
  }
}
