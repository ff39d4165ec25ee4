import assert from "node:assert/strict";
import { test } from "node:test";
import { scanBody } from "../../../proxy/scan/body_scan.ts";
import { StreamHeader } from "../../../proxy/scan/stream_header.ts";
import { headers } from "../../_support/hello.ts";
import { bytes } from "../../_support/packet.ts";

const LINE = "1\t1\t1\t1\n";
const DEFINITION = "1\t0\t1\t.\tschema\t2 app_n x:int32\n";

test("scanBody() finds whole tuples and definitions after valid headers", () => {
  const found: number[] = [];
  const header = new StreamHeader(bytes(headers({ domain: "a" })));
  const scan = scanBody(header, (size) => found.push(size));
  scan.push(bytes(LINE, DEFINITION, "2\t1"));
  assert.equal(scan.consumed, LINE.length + DEFINITION.length);
  assert.deepEqual([scan.tuples, found], [2, [DEFINITION.length]]);
});

test("scanBody() treats all bytes as complete without valid headers", () => {
  for (const header of [undefined, new StreamHeader(bytes("\n"))]) {
    const scan = scanBody(header);
    scan.push(bytes(LINE, "2\t1"));
    assert.deepEqual([scan.consumed, scan.tuples], [LINE.length + 3, 0]);
  }
});
