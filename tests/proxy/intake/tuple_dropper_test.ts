import assert from "node:assert/strict";
import { test } from "node:test";
import { TupleDropper } from "../../../proxy/intake/tuple_dropper.ts";
import { StreamHeader } from "../../../proxy/scan/stream_header.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { Random } from "../../_support/random.ts";

const HEADER = new StreamHeader(bytes(headers({ domain: "a" })));

test("TupleDropper drops and counts whole tuples, wherever chunks end", async () => {
  const rows = 200;
  const body = bytes(numbered(0, rows));
  for (let seed = 0; seed < 300; seed++) {
    const random = new Random(seed);
    const dropper = new TupleDropper(HEADER);
    let kept = "";
    for (let at = 0; at < body.length;) {
      const chunk = body.subarray(at, at + random.from(1, 60));
      at += chunk.length;
      kept += latin1(await dropper.filter(chunk, random.next() < 0.4));
    }
    const lines = kept.split("\n").slice(0, -1);
    for (const line of lines) assert.match(line, /^(\d+)\t1\t\1\t\1$/);
    assert.equal(lines.length + dropper.dropped.tuples, rows, `seed ${seed}`);
    assert.equal(kept.length + dropper.dropped.bytes, body.length);
  }
});

test("TupleDropper finishes the current tuple before it drops, and before it stops", async () => {
  const dropper = new TupleDropper(HEADER);
  const filter = async (text: string, full: boolean) =>
    latin1(await dropper.filter(bytes(text), full));
  assert.equal(await filter("1\t1", false), "1\t1");
  assert.equal(await filter("\t1\t1\n2\t1", true), "\t1\t1\n");
  assert.equal(dropper.isDropping, true);
  assert.equal(await filter("\t2\t2\n3\t1", false), "3\t1");
  assert.equal(dropper.isDropping, false);
  assert.deepEqual(dropper.dropped, { tuples: 1, bytes: 8 });
});

test("TupleDropper drops any bytes where it can't find tuples", async () => {
  const dropper = new TupleDropper(undefined);
  const kept = await dropper.filter(bytes("no tuples"), true);
  assert.equal(kept.length, 0);
  assert.deepEqual(dropper.dropped, { tuples: 0, bytes: 9 });
});
