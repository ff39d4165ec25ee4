import assert from "node:assert/strict";
import { test } from "node:test";
import { readBool } from "../../../codec/text/text_bool.ts";
import { bytes } from "../../_support/packet.ts";

function read(text: string): boolean {
  const source = bytes("f", text, "e");
  return readBool(source, 1, source.length - 1);
}

test("readBool() reads any stem of false in any case as false", () => {
  for (const text of ["", "f", "F", "fa", "fAl", "FALS", "false", "False"]) {
    assert.equal(read(text), false, text);
  }
});

test("readBool() reads everything else as true", () => {
  for (
    const text of [
      "t",
      "T",
      "true",
      "TRUE",
      "0",
      "1",
      "no",
      "falsetto",
      "falze",
      " f",
      "f ",
      "&",
      "\x06",
    ]
  ) assert.equal(read(text), true, text);
});
