import assert from "node:assert/strict";
import { test } from "node:test";
import { GarbageWatch, IdleCollector } from "../../shared/idle_collector.ts";

const MIB = 1024 * 1024;

/** A heap that is all garbage, except for the first 10 MiB. */
class ScriptedHeap {
  bytes = 10 * MIB;
  live = 10 * MIB;
  milliseconds = 0;
  cpuMilliseconds = 0;
  collections = 0;
  /** Those of the collections that give up room. */
  shrinks = 0;
  roomBytes = 0;
  /** Numbers of collections each time that it has settled. */
  settlings: number[] = [];
  clients = 0;
  /** Milliseconds of CPU that a collection takes. */
  cost = 0;

  used = () => this.bytes;
  room = () => this.roomBytes;
  cpu = () => this.cpuMilliseconds;
  now = () => this.milliseconds;
  isCrowded = () => this.clients > 1_000;
  collect = () => {
    this.collections++;
    this.cpuMilliseconds += this.cost;
    this.bytes = this.live;
  };
  shrink = () => {
    this.shrinks++;
    this.collect();
  };
  settled = () => {
    this.settlings.push(this.collections);
  };

  /**
   * Lets two seconds pass, in which the program uses a share of a processor.
   */
  pass(share: number): void {
    this.milliseconds += 2_000;
    this.cpuMilliseconds += 2_000 * share;
  }
}

function setUp() {
  const heap = new ScriptedHeap();
  const collector = new IdleCollector(heap);
  const look = (share = 0.01) => {
    heap.pass(share);
    collector.look();
    return heap.collections;
  };
  return { heap, look, collector };
}

/**
 * Polls a number of times; returns the number of collections after each poll.
 */
function counts(look: (share?: number) => number, looks: number, share = 0.01) {
  return Array.from({ length: looks }, () => look(share));
}

test("GarbageWatch collects on request, between the calls for it", () => {
  const calls: string[] = [];
  const watch = new GarbageWatch({
    collecting: () => calls.push("collecting"),
    collected: () => calls.push("collected"),
  });
  watch.collect();
  assert.deepEqual(calls, ["collecting", "collected"]);
});

test("A program that is idle and has no garbage needs no look until it is used", () => {
  const { heap, collector } = setUp();
  heap.pass(0.01);
  assert.equal(collector.look(), false);
  heap.pass(0.5);
  assert.equal(collector.look(), true);
  heap.bytes += 8 * MIB;
  heap.pass(0.01);
  assert.equal(collector.look(), true);
});

test("An idle program with garbage collects it after 10 s, then twice more, then stops", () => {
  const { heap, look } = setUp();
  heap.bytes += 8 * MIB;
  assert.deepEqual(counts(look, 10), [0, 0, 0, 0, 1, 2, 2, 2, 2, 2]);
  assert.deepEqual(counts(look, 10), new Array(10).fill(3));
});

test("What is kept is collected with later garbage only", () => {
  const { heap, look, collector } = setUp();
  heap.bytes += 8 * MIB;
  collector.keep();
  assert.deepEqual(counts(look, 10), new Array(10).fill(0));
  heap.bytes += 8 * MIB;
  assert.deepEqual(counts(look, 6), [0, 0, 0, 0, 1, 2]);
  assert.equal(heap.bytes, heap.live);
});

test("A program has settled after the last collection of a pause, or of a burst", () => {
  const { heap, look } = setUp();
  heap.bytes += 8 * MIB;
  counts(look, 30);
  assert.deepEqual(heap.settlings, [3]);
  heap.bytes += 8 * MIB;
  counts(look, 30, 0.3);
  assert.deepEqual(heap.settlings, [3]);
  heap.roomBytes = 8 * MIB;
  look(0.3);
  assert.deepEqual(heap.settlings, [3, 4]);
});

test("A program with many clients collects nothing until they have left", () => {
  const { heap, look } = setUp();
  heap.bytes += 8 * MIB;
  heap.roomBytes = 8 * MIB;
  heap.clients = 5_000;
  assert.deepEqual(counts(look, 20), new Array(20).fill(0));
  assert.deepEqual(counts(look, 20, 0.3), new Array(20).fill(0));
  heap.clients = 1_000;
  assert.deepEqual(counts(look, 6), [0, 0, 0, 0, 1, 2]);
});

test("A busy program collects nothing until it is idle again", () => {
  const { heap, look } = setUp();
  heap.bytes += 8 * MIB;
  assert.equal(counts(look, 20, 0.2)[19], 0);
  assert.deepEqual(counts(look, 5), [0, 0, 0, 0, 1]);
});

test("A little garbage is not collected until there is more", () => {
  const { heap, look } = setUp();
  heap.bytes += 3 * MIB;
  assert.equal(counts(look, 20)[19], 0);
  heap.bytes += 2 * MIB;
  assert.equal(counts(look, 20)[19], 3);
});

test("A large heap is collected only after much allocation", () => {
  const { heap, look } = setUp();
  heap.live = heap.bytes = 100 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.bytes += 20 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.bytes += 10 * MIB;
  assert.equal(counts(look, 20)[19], 6);
});

test("Collections by V8 itself count", () => {
  const { heap, look } = setUp();
  heap.live = heap.bytes = 100 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.live = heap.bytes = 10 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.bytes += 8 * MIB;
  assert.equal(counts(look, 20)[19], 6);
});

test("A program with little to do gives up room for new objects, but not often", () => {
  const { heap, look } = setUp();
  assert.equal(counts(look, 10, 0.3)[9], 0);
  heap.roomBytes = 8 * MIB;
  assert.deepEqual(counts(look, 5, 0.3), [1, 1, 1, 1, 2]);
  heap.cost = 600;
  assert.deepEqual(counts(look, 4, 0.3), [2, 2, 2, 3]);
  heap.cost = 0;
  assert.deepEqual(counts(look, 9, 0.3), [3, 3, 3, 3, 3, 3, 3, 3, 4]);
  assert.equal(heap.shrinks, 4);
});

test("A program that gave up room collects again once it is idle", () => {
  const { heap, look } = setUp();
  heap.roomBytes = 8 * MIB;
  assert.equal(counts(look, 4, 0.3)[3], 1);
  assert.deepEqual(counts(look, 10), [1, 1, 1, 1, 2, 3, 3, 3, 3, 3]);
  assert.deepEqual(counts(look, 10), new Array(10).fill(4));
});

test("A program with much to do keeps its room for new objects", () => {
  const { heap, look } = setUp();
  heap.roomBytes = 32 * MIB;
  assert.equal(counts(look, 20, 0.8)[19], 0);
});
