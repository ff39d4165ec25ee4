/**
 * Work in the background that takes little of a core while there is load.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { SpareTime } from "./spare_time.ts";

/**
 * Milliseconds of work between two rests, in which connections are closed: a
 * server must be able to end WAL mode.
 */
const LONGEST_WORK_MS = 300;
const SHORTEST_WORK_MS = 5;

/** Milliseconds after which other work of the thread has its turn. */
const SLICE_MS = 16;

/** Milliseconds of a rest, at most. */
const LONGEST_REST_MS = 1_000;

/** Work that is done little by little. */
export interface Chore {
  /**
   * Works as long as `goOn`, asked between two short pieces, returns true.
   * Returns whether there is more to do.
   */
  work(goOn: () => Promise<boolean>): Promise<boolean>;
}

/** Does chores in turns. */
export class Background {
  readonly #spareTime: SpareTime;
  readonly #chores = new Set<Chore>();
  readonly #end = new AbortController();
  #isRunning = false;

  /** Takes the time that `spareTime` leaves. */
  constructor(spareTime: SpareTime) {
    this.#spareTime = spareTime;
  }

  /** Adds a chore, unless it is being done. */
  add(chore: Chore): void {
    this.#chores.add(chore);
    if (!this.#isRunning && !this.#end.signal.aborted) this.#run();
  }

  /** Ends all chores. */
  close(): void {
    this.#end.abort();
    this.#chores.clear();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (;;) {
      const [chore] = this.#chores;
      if (chore === undefined) break;
      // Another one comes first next time.
      this.#chores.delete(chore);
      const { share } = this.#spareTime;
      const turn = new Turn(this.#workMs(share), this.#end.signal);
      const hasMore = await chore.work(() => turn.goOn())
        // Queries report what is wrong.
        .catch(() => false);
      if (hasMore) this.#chores.add(chore);
      this.#spareTime.spent(turn.workedMs);
      const restMs = Math.min(turn.workedMs * (1 / share - 1), LONGEST_REST_MS);
      const { signal } = this.#end;
      await delay(restMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
    }
    this.#isRunning = false;
  }

  #workMs(share: number): number {
    return this.#spareTime.isLoaded
      ? SHORTEST_WORK_MS
      : Math.max(LONGEST_WORK_MS * share * 2, SHORTEST_WORK_MS);
  }
}

/** The work of one chore between two rests. */
class Turn {
  readonly #limitMs: number;
  readonly #signal: AbortSignal;
  /** Milliseconds of the slices before this one. */
  #workedMs = 0;
  #sliceStart = performance.now();

  constructor(limitMs: number, signal: AbortSignal) {
    this.#limitMs = limitMs;
    this.#signal = signal;
  }

  /** Milliseconds without the turns of others. */
  get workedMs(): number {
    return this.#workedMs + performance.now() - this.#sliceStart;
  }

  async goOn(): Promise<boolean> {
    if (this.#signal.aborted || this.workedMs >= this.#limitMs) return false;
    if (performance.now() - this.#sliceStart < SLICE_MS) return true;
    this.#workedMs = this.workedMs;
    await delay(0);
    this.#sliceStart = performance.now();
    return !this.#signal.aborted;
  }
}
