import assert from "node:assert/strict";
import { test } from "node:test";
import { OpaqueScan } from "../../../proxy/scan/opaque_scan.ts";

test("OpaqueScan takes all bytes, and finds nothing in them", () => {
  const scan = new OpaqueScan();
  scan.push(new Uint8Array(7));
  scan.goOn();
  scan.push(new Uint8Array(3));
  scan.idle();
  assert.equal(scan.consumed, 10);
  assert.equal(scan.tuples, 0);
  assert.equal(scan.fault, undefined);
  assert.equal(scan.isUnfinished || scan.holding, false);
});
