import assert from "node:assert/strict";
import { test } from "node:test";
import { HeatBuffer } from "../../../../web/plots/heat/heat_buffer.ts";
import { LineSet } from "../../../../web/plots/lines/line_set.ts";
import { LogLines } from "../../../../web/plots/log/log_lines.ts";
import { PlotData } from "../../../../web/plots/session/plot_data.ts";
import { COLUMNS, rowsOf } from "../_support/fake_plot.ts";

test("new rows reach lines, heat maps and logs", () => {
  const data = new PlotData({ columns: COLUMNS, clock: "client" }, {
    lines: new LineSet(),
    heats: new Map([["psd", new HeatBuffer(4, 0.1)]]),
    log: new LogLines(),
    covered: 1,
    lastId: 0,
    range: { from: 0, to: 1 },
    density: 1,
  });
  assert.ok(Number.isNaN(data.lastTime));
  data.add(rowsOf([["n1", 5, 1], ["n2", 6, 2]]));
  assert.equal(data.lastTime, 6);
  assert.deepEqual([...data.senders], ["n1", "n2"]);
  assert.deepEqual(data.log.lines.map(({ cells }) => cells[0]), [
    "from n1",
    "from n2",
  ]);
  assert.equal(data.heats.get("psd")?.columns.length, 2);
  assert.equal(data.lines.version, 1);
});
