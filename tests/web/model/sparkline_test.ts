import assert from "node:assert/strict";
import { test } from "node:test";
import { sparkPoints } from "../../../web/model/sparkline.ts";

test("There is no line before there are two rates", () => {
  assert.equal(sparkPoints([]), "");
  assert.equal(sparkPoints([1]), "");
});

test("The line ends at the right edge, and is scaled from 0", () => {
  assert.equal(sparkPoints([0, 5, 10]), "96.6,23.0 98.3,12.0 100.0,1.0");
});

test("There is no line if nothing happened", () => {
  assert.equal(sparkPoints([0, 0, 0]), "");
});

test("Only as many rates are drawn as fit", () => {
  const points = sparkPoints(Array.from({ length: 100 }, () => 1)).split(" ");
  assert.equal(points.length, 60);
  assert.equal(points[0], "0.0,1.0");
});
