import assert from "node:assert/strict";
import { test } from "node:test";
import { LineReader } from "../../../proxy/control/line_reader.ts";
import { bytes } from "../../_support/packet.ts";

test("LineReader returns lines wherever chunks end, and cuts long ones", () => {
  const lines = new LineReader();
  assert.deepEqual(lines.push(bytes("RES")), []);
  assert.deepEqual(lines.push(bytes("UME\nPAUSE\r\nST")), ["RESUME", "PAUSE"]);
  lines.push(bytes("x".repeat(10_000)));
  assert.equal(lines.push(bytes("\n"))[0].length, 1024);
});
