import assert from "node:assert/strict";
import { test } from "node:test";
import { DropGate } from "../../../proxy/intake/drop_gate.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { Random } from "../../_support/random.ts";

test("DropGate drops whole tuples only, wherever chunks are cut, and counts them", async () => {
  const header = headers({ domain: "a" });
  const rows = 200;
  const stream = bytes(header, numbered(0, rows));
  for (let seed = 0; seed < 300; seed++) {
    const random = new Random(seed);
    const gate = new DropGate();
    let kept = "";
    for (let at = 0; at < stream.length;) {
      const chunk = stream.subarray(at, at + random.from(1, 60));
      at += chunk.length;
      const full = random.next() < 0.4;
      kept += (await gate.pass(chunk, full)).map(latin1).join("");
    }
    assert.ok(kept.startsWith(header));
    const lines = kept.slice(header.length).split("\n").slice(0, -1);
    for (const line of lines) assert.match(line, /^(\d+)\t1\t\1\t\1$/);
    assert.equal(lines.length + gate.dropped.tuples, rows, `seed ${seed}`);
    assert.equal(kept.length + gate.dropped.bytes, stream.length);
  }
});
