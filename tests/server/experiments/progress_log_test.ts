import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ProgressLog,
  type StreamHolder,
} from "../../../server/experiments/progress_log.ts";

class Holder implements StreamHolder {
  readonly calls: (number | string)[] = [];
  committed(offset: number): void {
    this.calls.push(offset);
  }
  fence(): void {
    this.calls.push("fenced");
  }
}

const at = (stream: string, offset: number) => ({
  stream,
  offset,
  redefined: 0,
});

test("ProgressLog keeps the latest offset of each stream until it is taken", () => {
  const log = new ProgressLog();
  assert.equal(log.empty, true);
  for (const offset of [1, 2]) log.add(at("a", offset));
  log.add(at("b", 7));
  assert.equal(log.empty, false);
  assert.deepEqual(log.take(), [at("a", 2), at("b", 7)]);
  assert.equal(log.empty, true);
});

test("ProgressLog.report() notifies holders of commits, or that they are fenced", () => {
  const log = new ProgressLog();
  const [a, b] = [new Holder(), new Holder()];
  log.claim("a", a);
  log.claim("b", b);
  log.report([at("a", 2), at("b", 7), at("gone", 1)], { fenced: ["b"] });
  assert.deepEqual([a.calls, b.calls], [[2], ["fenced"]]);
});

test("ProgressLog.claim() fences the previous holder of a stream", () => {
  const log = new ProgressLog();
  const [old, next] = [new Holder(), new Holder()];
  log.claim("a", old);
  log.claim("a", next);
  log.release("a", old);
  log.report([at("a", 2)], { fenced: [] });
  assert.deepEqual([old.calls, next.calls], [["fenced"], [2]]);
  log.release("a", next);
  log.report([at("a", 3)], { fenced: [] });
  assert.deepEqual(next.calls, [2]);
});
