import assert from "node:assert/strict";
import { test } from "node:test";
import type { Brush } from "../../../../web/plots/draw/canvas_types.ts";
import { HeatContent } from "../../../../web/plots/draw/heat_content.ts";
import { HeatBuffer } from "../../../../web/plots/heat/heat_buffer.ts";
import { LineSet } from "../../../../web/plots/lines/line_set.ts";
import { LogLines } from "../../../../web/plots/log/log_lines.ts";
import { PlotData } from "../../../../web/plots/session/plot_data.ts";
import { COLUMNS, rowsOf } from "../_support/fake_plot.ts";

const PANEL = { kind: "heat", columns: COLUMNS.slice(1, 2) } as const;
const RANGE = { from: 0, to: 4, width: 8 };
const LOOK = {
  style: () => ({ colour: "#0b62b0", dash: [] }),
  hidden: new Set<string>(),
  isLive: false,
  key: "",
};

test("the axis counts elements, and the colours reach over the values", () => {
  const content = new HeatContent(PANEL, colours);
  const data = dataOf();
  data.add(rowsOf([["n1", 1, 0]]));
  assert.deepEqual(content.prepare(data, RANGE, LOOK).values, [0, 2]);
  assert.deepEqual(content.scale, [1, 2]);
  const drawn: number[][] = [];
  content.paint(brushInto(drawn), {
    left: 0,
    top: 0,
    width: 8,
    height: 100,
    values: [0, 2],
    ratio: 1,
  });
  assert.equal(drawn.length, 1);
  assert.equal(drawn[0].length, 16, "8 columns and an element a row");
  assert.ok(drawn[0][2] === 256 && drawn[0][10] === 1);
});

test("without vectors nothing is drawn", () => {
  const content = new HeatContent(PANEL, colours);
  assert.deepEqual(content.prepare(dataOf(), RANGE, LOOK).values, [0, 1]);
  const drawn: number[][] = [];
  content.paint(brushInto(drawn), {
    left: 0,
    top: 0,
    width: 8,
    height: 100,
    values: [0, 1],
    ratio: 1,
  });
  assert.deepEqual(drawn, []);
  assert.equal(content.scale, undefined);
});

function colours(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, at) => at + 1);
}

function brushInto(drawn: number[][]): Brush {
  return {
    drawRaster: () => assert.fail(),
    drawPixels: (_, columns, rows, paint) => {
      const pixels = new Uint32Array(columns * rows);
      paint(pixels);
      drawn.push([...pixels]);
    },
  };
}

function dataOf(): PlotData {
  return new PlotData({ columns: PANEL.columns, clock: "server" }, {
    lines: new LineSet(),
    heats: new Map([["psd", new HeatBuffer(8, 0.1)]]),
    log: new LogLines(),
    covered: 1,
    lastId: 0,
    range: RANGE,
    density: 2,
  });
}
