import assert from "node:assert/strict";
import { test } from "node:test";
import { metadataAction } from "../../../codec/tuples/metadata.ts";

test("metadataAction() defines a stream only for the root's key schema", () => {
  assert.equal(metadataAction(".", "schema"), "define");
  assert.equal(metadataAction(".a", "schema"), "store");
  assert.equal(metadataAction("", "schema"), "store");
});

test("metadataAction() rejects the other header keys on the root", () => {
  for (
    const key of [
      "protocol",
      "domain",
      "experiment-id",
      "start-time",
      "start_time",
      "sender-id",
      "app-name",
      "content",
    ]
  ) {
    assert.equal(metadataAction(".", key), "refuse", key);
    assert.equal(metadataAction(".a", key), "store", key);
  }
});

test("metadataAction() stores everything else", () => {
  for (const key of ["", "unit", "Schema", "schema ", "constructor"]) {
    assert.equal(metadataAction(".", key), "store", key);
  }
});
