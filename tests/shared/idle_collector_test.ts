import assert from "node:assert/strict";
import { test } from "node:test";
import { IdleCollector } from "../../shared/idle_collector.ts";

const MIB = 1024 * 1024;

/** A heap whose objects are all garbage, but the first 10 MiB. */
class ScriptedHeap {
  bytes = 10 * MIB;
  live = 10 * MIB;
  milliseconds = 0;
  cpuMilliseconds = 0;
  collections = 0;

  used = () => this.bytes;
  cpu = () => this.cpuMilliseconds;
  now = () => this.milliseconds;
  collect = () => {
    this.collections++;
    this.bytes = this.live;
  };

  /** Two seconds pass, in which the program uses a share of a processor. */
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
  return { heap, look };
}

/** Looks so often, and tells how often there was a collection by then. */
function counts(look: (share?: number) => number, looks: number, share = 0.01) {
  return Array.from({ length: looks }, () => look(share));
}

test("An idle program with garbage collects it after 10 s, then twice more, and then no more", () => {
  const { heap, look } = setUp();
  heap.bytes += 8 * MIB;
  assert.deepEqual(counts(look, 10), [0, 0, 0, 0, 1, 2, 2, 2, 2, 2]);
  assert.deepEqual(counts(look, 10), new Array(10).fill(3));
});

test("A busy program collects nothing until it is idle again", () => {
  const { heap, look } = setUp();
  heap.bytes += 8 * MIB;
  assert.equal(counts(look, 20, 0.2)[19], 0);
  assert.deepEqual(counts(look, 5), [0, 0, 0, 0, 1]);
});

test("A little garbage is not worth a collection until there is more", () => {
  const { heap, look } = setUp();
  heap.bytes += 3 * MIB;
  assert.equal(counts(look, 20)[19], 0);
  heap.bytes += 2 * MIB;
  assert.equal(counts(look, 20)[19], 3);
});

test("A large heap is looked through for much new data only", () => {
  const { heap, look } = setUp();
  heap.live = heap.bytes = 100 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.bytes += 20 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.bytes += 10 * MIB;
  assert.equal(counts(look, 20)[19], 6);
});

test("What V8 has collected by itself counts", () => {
  const { heap, look } = setUp();
  heap.live = heap.bytes = 100 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.live = heap.bytes = 10 * MIB;
  assert.equal(counts(look, 20)[19], 3);
  heap.bytes += 8 * MIB;
  assert.equal(counts(look, 20)[19], 6);
});
