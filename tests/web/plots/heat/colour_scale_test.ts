import assert from "node:assert/strict";
import { test } from "node:test";
import {
  heatColour,
  heatColours,
} from "../../../../web/plots/heat/colour_scale.ts";

const STOPS = ["#000000", "#804020", "#ffffff"];

test("colours lie between the stops", () => {
  assert.deepEqual(heatColour(STOPS, 0), [0, 0, 0]);
  assert.deepEqual(heatColour(STOPS, 0.25), [64, 32, 16]);
  assert.deepEqual(heatColour(STOPS, 0.5), [128, 64, 32]);
  assert.deepEqual(heatColour(STOPS, 7), [255, 255, 255]);
  assert.deepEqual(heatColour(["#010203"], 0.5), [1, 2, 3]);
});

test("the pixels are opaque", () => {
  const bytes = new Uint8Array(heatColours(STOPS).buffer);
  assert.equal(bytes.length, 1024);
  assert.deepEqual([...bytes.slice(0, 4)], [0, 0, 0, 255]);
  assert.deepEqual([...bytes.slice(-4)], [255, 255, 255, 255]);
});
