import assert from "node:assert/strict";
import { test } from "node:test";
import type { Look } from "../../../../web/plots/draw/content.ts";
import { LineContent } from "../../../../web/plots/draw/line_content.ts";
import { LineSet } from "../../../../web/plots/lines/line_set.ts";
import { LogLines } from "../../../../web/plots/log/log_lines.ts";
import { PlotData } from "../../../../web/plots/session/plot_data.ts";
import type { PanelShape } from "../../../../web/plots/view/panels.ts";
import { COLUMNS, rowsOf } from "../_support/fake_plot.ts";

const LINES: PanelShape = { kind: "lines", columns: COLUMNS.slice(0, 1) };
const STEPS: PanelShape = { kind: "steps", columns: COLUMNS.slice(0, 1) };
const RANGE = { from: 0, to: 10, width: 100 };

test("each sender that is not hidden has a line, and the axis fits them", () => {
  const content = new LineContent(LINES);
  const data = dataOf([["n1", 1, 5], ["n2", 1, 50], ["n3", 1, 500]]);
  const { values } = content.prepare(data, RANGE, look({ hidden: ["n3"] }));
  assert.deepEqual(content.lines.map(({ sender }) => sender), ["n1", "n2"]);
  assert.ok(values[0] < 5 && values[1] > 50 && values[1] < 60);
});

test("the sender that stands out is not dim", () => {
  const content = new LineContent(LINES);
  const data = dataOf([["n1", 1, 5], ["n2", 1, 50]]);
  content.prepare(data, RANGE, look({ focus: "n2" }));
  assert.deepEqual(content.lines.map(({ isDim }) => isDim), [true, false]);
});

test("a plot that moves has its points where they belong", () => {
  const content = new LineContent(LINES);
  const data = dataOf([["n1", 1, 5], ["n1", 2, 6], ["n1", 3, 7]]);
  content.prepare(data, RANGE, look({}));
  const xs = () => {
    const [{ pixels }] = content.lines;
    return [...pixels.x.slice(0, pixels.length)];
  };
  assert.deepEqual(xs(), [10, 20, 30]);
  content.prepare(data, { from: 0.5, to: 10.5, width: 100 }, look({}));
  assert.deepEqual(xs(), [5, 15, 25]);
  data.add(rowsOf([["n1", 4, 8]], 4));
  content.prepare(data, { from: 1, to: 11, width: 100 }, look({}));
  assert.deepEqual(xs(), [0, 10, 20, 30]);
});

test("steps have a lane for each sender, with its name", () => {
  const content = new LineContent(STEPS);
  const data = dataOf([["n1", 1, true], ["n2", 1, false]]);
  assert.deepEqual(content.prepare(data, RANGE, look({})), {
    values: [0, 2],
    ticks: [[1.5, "n1"], [0.5, "n2"]],
  });
  const many = Array.from(
    { length: 30 },
    (_, at) => [`n${at}`, 1, true] as const,
  );
  assert.deepEqual(content.prepare(dataOf(many), RANGE, look({})).ticks, []);
});

function dataOf(rows: Parameters<typeof rowsOf>[0]): PlotData {
  const data = new PlotData(
    { columns: COLUMNS.slice(0, 1), clock: "server" },
    {
      lines: new LineSet(),
      heats: new Map(),
      log: new LogLines(),
      covered: 1,
      lastId: 0,
      range: RANGE,
      density: 10,
    },
  );
  data.add(rowsOf(rows));
  return data;
}

function look(
  { hidden = [], focus }: { hidden?: string[]; focus?: string },
): Look {
  return {
    style: () => ({ colour: "#0b62b0", dash: [] }),
    hidden: new Set(hidden),
    focus,
    isLive: false,
    key: `${hidden} ${focus}`,
  };
}
