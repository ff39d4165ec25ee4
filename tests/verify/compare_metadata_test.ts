import assert from "node:assert/strict";
import { test } from "node:test";
import { compareMetadata } from "../../verify/compare_metadata.ts";

const entry = (value: string, sender?: string) => ({
  ...{ subject: ".", key: "k", value },
  ...sender === undefined ? {} : { sender },
});

test("compareMetadata() ignores the order of entries", () => {
  const a = [entry("1"), entry("2"), entry("2", "n1")];
  assert.deepEqual(compareMetadata({ a, b: a.toReversed() }), []);
});

test("compareMetadata() names values that only one experiment has", () => {
  const a = [entry("1"), entry("2"), entry("2")];
  const b = [entry("2"), entry("3")];
  assert.deepEqual(compareMetadata({ a, b }), [
    { subject: ".", key: "k", a: ["1", "2"], b: ["3"], common: 1 },
  ]);
});

test("compareMetadata() distinguishes senders", () => {
  const found = compareMetadata({ a: [entry("1", "n1")], b: [entry("1")] });
  assert.deepEqual(found, [
    { subject: ".", key: "k", sender: "n1", a: ["1"], b: [], common: 0 },
    { subject: ".", key: "k", a: [], b: ["1"], common: 0 },
  ]);
});

test("compareMetadata() ignores the number of the stream in a table's schema", () => {
  const schema = (value: string, sender?: string) => ({
    ...entry(value, sender),
    key: "table_app_m",
  });
  const compare = (a: string, b: string, sender?: string) =>
    compareMetadata({ a: [schema(a, sender)], b: [schema(b, sender)] }).length;
  assert.equal(compare("1 app_m v:int32", "12 app_m v:int32"), 0);
  assert.equal(compare("1 app_m v:int32", "1 app_m w:int32"), 1);
  assert.equal(compare("1 app_m v:int32", "2 app_m v:int32", "n1"), 1);
});
