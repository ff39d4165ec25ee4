import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeBase64,
  encodeBase64,
  isBase64,
} from "../../../codec/text/base64.ts";
import { bytes, latin1 } from "../../_support/packet.ts";

function decode(text: string): string | undefined {
  const source = bytes("<", text, ">");
  const target = new Uint8Array(source.length);
  const length = decodeBase64(source, 1, source.length - 1, target);
  const content = target.subarray(0, Math.max(length, 0));
  return length < 0 ? undefined : latin1(content);
}

test("decodeBase64() decodes with padding", () => {
  assert.equal(decode(""), "");
  assert.equal(decode("Zg=="), "f");
  assert.equal(decode("Zm8="), "fo");
  assert.equal(decode("Zm9v"), "foo");
  assert.equal(decode("Zm9vYmFy"), "foobar");
  assert.equal(decode("/+8A"), "\xff\xef\0");
});

test("decodeBase64() accepts spare bits that are set", () => {
  assert.equal(decode("Zh=="), "f");
});

test("decodeBase64() rejects invalid base64", () => {
  for (
    const text of [
      "Z",
      "Zg",
      "Zm8",
      "Zg=",
      "====",
      "=",
      "Zm8=Zm8=",
      "Zm9v====",
      "AAAAA===",
      "Z===",
      "Zg= ",
      "Z g=",
      "Zg=a",
      "-_-_",
      "YWJj!",
      "Zm9v\n",
      "é===",
    ]
  ) assert.equal(decode(text), undefined, text);
});

test("isBase64() checks the given range", () => {
  const source = bytes("!!Zm9v!!");
  assert(isBase64(source, 2, 6));
  assert(!isBase64(source, 1, 5));
  assert(isBase64(source, 3, 3));
});

test("encodeBase64() agrees with btoa()", () => {
  for (let length = 0; length < 70; length++) {
    const content = Uint8Array.from({ length }, (_, i) => i * 37 + length);
    const expected = btoa(latin1(content));
    assert.equal(encodeBase64(content), expected);
    assert.equal(decode(expected), latin1(content));
  }
});
