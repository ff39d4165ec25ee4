import assert from "node:assert/strict";
import { test } from "node:test";
import { lookThrough } from "../../../proxy/scan/look_through.ts";
import { SLICE_BYTES } from "../../../shared/pace.ts";

/** A scan that needs several goes for what it is given. */
class SlowScan {
  readonly pushed: number[] = [];
  goes = 0;
  #left = 0;

  get isUnfinished(): boolean {
    return this.#left > 0;
  }

  push(chunk: Uint8Array): void {
    assert.equal(this.#left, 0, "the last chunk is not finished");
    this.pushed.push(chunk.length);
    this.#left = 2;
  }

  goOn(): void {
    this.goes++;
    this.#left--;
  }
}

test("lookThrough() finishes each slice before it gives the next one", async () => {
  const scan = new SlowScan();
  await lookThrough(scan, new Uint8Array(2 * SLICE_BYTES + 5));
  assert.deepEqual(scan.pushed, [SLICE_BYTES, SLICE_BYTES, 5]);
  assert.equal(scan.goes, 6);
});

test("lookThrough() gives nothing of no bytes", async () => {
  const scan = new SlowScan();
  await lookThrough(scan, new Uint8Array(0));
  assert.deepEqual(scan.pushed, []);
});
