import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommand } from "../../../proxy/control/command.ts";
import { LineReader } from "../../../proxy/control/line_reader.ts";
import { bytes } from "../../_support/packet.ts";

test("parseCommand() knows the commands, with their prefix or without", () => {
  assert.equal(parseCommand("OMLPROXY-RESUME"), "RESUME");
  assert.equal(parseCommand("PAUSE "), "PAUSE");
  assert.equal(parseCommand("OMLPROXY-STOP\r"), "STOP");
  assert.equal(parseCommand("STATUS"), "STATUS");
  for (const line of ["", "resume", "OMLPROXY-", "RESUME NOW"]) {
    assert.equal(parseCommand(line), undefined);
  }
});

test("LineReader gives lines, however they are cut, and never a long one", () => {
  const lines = new LineReader();
  assert.deepEqual(lines.push(bytes("RES")), []);
  assert.deepEqual(lines.push(bytes("UME\nPAUSE\r\nST")), ["RESUME", "PAUSE"]);
  lines.push(bytes("x".repeat(10_000)));
  assert.equal(lines.push(bytes("\n"))[0].length, 1024);
});
