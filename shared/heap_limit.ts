/**
 * Keeps the heap small while a program makes much garbage. V8 doubles the room
 * for new objects, up to 64 MiB, whenever as much has outlived a collection
 * there, however slowly that adds up. No flag that limits it can be set in a
 * running program, but V8 gives the room up when it collects all garbage.
 *
 * @module
 */
import v8 from "node:v8";
import { type Gc, gcFunction, LAST_RESORT } from "./garbage_collector.ts";

/** Bytes by which a heap may grow. */
const GROWTH = 20 * 1024 * 1024;

/** What a {@linkcode HeapLimit} looks at. */
export interface LimitedHeap {
  /** Bytes reserved, for garbage and new objects as well. */
  size(): number;
  /** Collects all garbage, and gives up room for new objects. */
  collect(): void;
}

/** Collects when the heap has grown. */
export class HeapLimit {
  readonly #heap: LimitedHeap;
  /** Bytes reserved after the last collection. */
  #least: number;

  /** Limits the heap of this thread. */
  constructor(heap: LimitedHeap = threadHeap()) {
    this.#heap = heap;
    this.#least = heap.size();
  }

  /**
   * Collects if the heap has grown much since the last time. A collection takes
   * longer the more it keeps, so a large heap may grow more.
   */
  look(): void {
    const growth = this.#heap.size() - this.#least;
    if (growth < Math.max(GROWTH, this.#least)) return;
    this.#heap.collect();
    this.#least = this.#heap.size();
  }
}

function threadHeap(): LimitedHeap {
  let gc: Gc | undefined;
  return {
    size: () => v8.getHeapStatistics().total_heap_size,
    collect() {
      gc ??= gcFunction();
      gc(LAST_RESORT);
    },
  };
}
