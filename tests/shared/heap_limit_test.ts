import assert from "node:assert/strict";
import { test } from "node:test";
import { HeapLimit } from "../../shared/heap_limit.ts";

const MIB = 1024 * 1024;

/** A heap that is all garbage, except for what is `live`. */
class ScriptedHeap {
  bytes: number;
  collections = 0;
  readonly live: number;

  constructor(live: number) {
    this.live = live;
    this.bytes = live;
  }

  size = () => this.bytes;
  collect = () => {
    this.collections++;
    this.bytes = this.live;
  };
}

/** Sizes of a heap after looks, between which it grows by `step`. */
function sizes(heap: ScriptedHeap, step: number, looks: number): number[] {
  const limit = new HeapLimit(heap);
  return Array.from({ length: looks }, () => {
    heap.bytes += step;
    limit.look();
    return heap.bytes / MIB;
  });
}

test("A small heap is collected when it has grown by 20 MiB", () => {
  const heap = new ScriptedHeap(10 * MIB);
  assert.deepEqual(sizes(heap, 8 * MIB, 6), [18, 26, 10, 18, 26, 10]);
});

test("A large heap may double", () => {
  const heap = new ScriptedHeap(100 * MIB);
  assert.deepEqual(sizes(heap, 50 * MIB, 4), [150, 100, 150, 100]);
});
