import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool } from "../../../shared/buffer_pool.ts";
import { Pages } from "../../../proxy/spool/pages.ts";
import { Random } from "../../_support/random.ts";

test("Pages return bytes in order while more are appended", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new Random(seed);
    const pages = new Pages({
      pageBytes: () => 16 * 1024,
      buffers: new BufferPool(64 * 1024),
    });
    let put = 0;
    let taken = 0;
    const take = (share: number) => {
      const block = pages.first();
      if (block === undefined) return false;
      const size = Math.ceil(block.length * share);
      block.subarray(0, size).forEach((byte) =>
        assert.equal(byte, taken++ % 251)
      );
      pages.advance(size);
      return true;
    };
    for (let i = 0; i < 50; i++) {
      const size = random.from(0, random.next() < 0.1 ? 50_000 : 500);
      pages.append(Uint8Array.from({ length: size }, () => put++ % 251));
      if (random.next() < 0.5) take(random.next());
      const offset = random.from(0, put - taken);
      const into = new Uint8Array(random.from(0, 1_000));
      const copied = pages.copy(into, offset);
      assert.equal(copied, Math.min(into.length, put - taken - offset));
      into.subarray(0, copied).forEach((byte, at) =>
        assert.equal(byte, (taken + offset + at) % 251)
      );
    }
    while (take(1));
    assert.equal(taken, put);
  }
});
