import assert from "node:assert/strict";
import { test } from "node:test";
import { numberEnd } from "../../../codec/text/number_prefix.ts";
import { bytes } from "../../_support/packet.ts";

/** The number at the start of a text. */
function prefix(text: string, hex = true): string {
  const source = bytes("7", text, "7");
  const end = numberEnd(source, 1, source.length - 1, hex);
  return text.slice(0, end - 1);
}

test("numberEnd() finds the longest number at the start of a text", () => {
  const cases: [text: string, number: string][] = [
    ["12ms", "12"],
    ["45%", "45"],
    ["3,14", "3"],
    ["-91 dBm", "-91"],
    ["+.5x", "+.5"],
    ["5.", "5."],
    ["5.e3.", "5.e3"],
    ["2.5e3x", "2.5e3"],
    ["2e", "2"],
    ["2e+", "2"],
    ["2e-x", "2"],
    ["1.2.3", "1.2"],
    ["1_000", "1"],
    ["0b1", "0"],
    ["0x", "0"],
    ["-0x", "-0"],
    ["0x.p1", "0"],
    ["0xfg", "0xf"],
    ["0x1.8p+1z", "0x1.8p+1"],
    ["0X1p", "0X1"],
    ["010", "010"],
  ];
  for (const [text, number] of cases) assert.equal(prefix(text), number, text);
});

test("numberEnd() finds nothing if no number is at the start", () => {
  for (
    const text of [
      "",
      "None",
      "true",
      "-",
      "+",
      ".",
      "-.",
      ".e1",
      "e5",
      "--1",
      "- 1",
      "x1",
    ]
  ) assert.equal(prefix(text), "", text);
  assert.equal(prefix("inf"), "");
});

test("numberEnd() accepts hexadecimal digits only if allowed", () => {
  assert.equal(prefix("0x10", false), "0");
});
