import assert from "node:assert/strict";
import { test } from "node:test";
import { EncodeError, ProtocolError } from "../../codec/errors.ts";

test("ProtocolError quotes the line at the end of its message", () => {
  const error = new ProtocolError("header", "Cannot read header", "x\\x00");
  assert.equal(error.message, 'Cannot read header: "x\\x00"');
  assert.equal(error.name, "ProtocolError");
  assert.equal(error.code, "header");
  assert.equal(error.line, "x\\x00");
  assert(error instanceof SyntaxError);
});

test("ProtocolError has only its message if there is no line", () => {
  const error = new ProtocolError("limit", "Cannot go on");
  assert.equal(error.message, "Cannot go on");
  assert.equal(error.line, undefined);
});

test("EncodeError is a RangeError with its own name", () => {
  const error = new EncodeError("Cannot encode");
  assert(error instanceof RangeError);
  assert.equal(error.name, "EncodeError");
});
