import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommand } from "../../../proxy/control/command.ts";

test("parseCommand() accepts commands with or without the prefix", () => {
  assert.equal(parseCommand("OMLPROXY-RESUME"), "RESUME");
  assert.equal(parseCommand("PAUSE "), "PAUSE");
  assert.equal(parseCommand("OMLPROXY-STOP\r"), "STOP");
  assert.equal(parseCommand("STATUS"), "STATUS");
  for (const line of ["", "resume", "OMLPROXY-", "RESUME NOW"]) {
    assert.equal(parseCommand(line), undefined);
  }
});
