import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrawnLine } from "../../../../web/plots/draw/canvas_types.ts";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { PixelLine } from "../../../../web/plots/lines/pixels.ts";
import type { PanelShape } from "../../../../web/plots/view/panels.ts";
import { chartSummary } from "../../../../web/plots/view/summary.ts";

const POWER = { name: "power", type: "double", kind: "number", unit: "W" };
const PANEL = { kind: "lines", columns: [POWER], unit: "W" } as PanelShape;

test("a chart is told in words", () => {
  const lines = [lineOf("n1", [1, 2]), lineOf("n2", [-4, 0])];
  assert.equal(
    chartSummary(PANEL, lines, "time (UTC)"),
    "power [W] of 2 senders over time (UTC): from −4 to 2 W. The table of " +
      "values has the numbers.",
  );
});

test("a chart without values says so", () => {
  assert.equal(
    chartSummary(PANEL, [], "time (UTC)"),
    "power [W]: no values in the shown time.",
  );
});

test("steps and heat maps have words of their own", () => {
  const steps: PanelShape = { ...PANEL, kind: "steps" };
  const told = (values: number[]) =>
    chartSummary(steps, [lineOf("n1", values)], "time");
  assert.match(told([0, 1]), /: true and false\./);
  assert.match(told([1, 1]), /: always true\./);
  assert.match(told([0, 0]), /: always false\./);
  const heat: PanelShape = { ...PANEL, kind: "heat" };
  assert.equal(
    chartSummary(heat, [], "time"),
    "Heat map of power [W] over time.",
  );
});

function lineOf(sender: string, values: readonly number[]): DrawnLine {
  const line = new LineBuffer();
  values.forEach((value, at) => line.add(at, value));
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 10, width: 10 });
  const look = { colour: "#0b62b0", dash: [], isDim: false };
  return { sender, column: "power", pixels, ...look };
}
