import assert from "node:assert/strict";
import { test } from "node:test";
import { scanInSlices } from "../../../proxy/scan/scan_in_slices.ts";
import { SLICE_BYTES } from "../../../shared/pace.ts";

/** A scan that needs two more calls for each chunk. */
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

test("scanInSlices() finishes each slice before it pushes the next one", async () => {
  const scan = new SlowScan();
  await scanInSlices(scan, new Uint8Array(2 * SLICE_BYTES + 5));
  assert.deepEqual(scan.pushed, [SLICE_BYTES, SLICE_BYTES, 5]);
  assert.equal(scan.goes, 6);
});

test("scanInSlices() pushes nothing for no bytes", async () => {
  const scan = new SlowScan();
  await scanInSlices(scan, new Uint8Array(0));
  assert.deepEqual(scan.pushed, []);
});
