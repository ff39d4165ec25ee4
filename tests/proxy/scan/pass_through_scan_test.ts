import assert from "node:assert/strict";
import { test } from "node:test";
import { PassThroughScan } from "../../../proxy/scan/pass_through_scan.ts";

test("PassThroughScan consumes all bytes and finds no tuples", () => {
  const scan = new PassThroughScan();
  scan.push(new Uint8Array(7));
  scan.goOn();
  scan.push(new Uint8Array(3));
  scan.idle();
  assert.equal(scan.consumed, 10);
  assert.equal(scan.tuples, 0);
  assert.equal(scan.fault, undefined);
  assert.equal(scan.isUnfinished || scan.holding, false);
});
