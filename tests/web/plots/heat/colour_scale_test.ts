import assert from "node:assert/strict";
import { test } from "node:test";
import {
  heatColour,
  heatColours,
} from "../../../../web/plots/heat/colour_scale.ts";

test("the scale grows in lightness", () => {
  const lightness = Array.from({ length: 101 }, (_, at) => {
    const [red, green, blue] = heatColour(at / 100);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  for (let at = 1; at < lightness.length; at++) {
    assert.ok(lightness[at] > lightness[at - 1] - 0.5, `at ${at} %`);
  }
  assert.deepEqual(heatColour(-1), heatColour(0));
});

test("the pixels are opaque", () => {
  const bytes = new Uint8Array(heatColours().buffer);
  assert.equal(bytes.length, 1024);
  assert.deepEqual([...bytes.slice(0, 4)], [...heatColour(0), 255]);
  assert.deepEqual([...bytes.slice(-4)], [...heatColour(1), 255]);
});
