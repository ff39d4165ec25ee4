import assert from "node:assert/strict";
import { test } from "node:test";
import { LIGHT } from "../../../../web/theme.ts";
import { PlotSession } from "../../../../web/plots/session/plot_session.ts";
import { Stage } from "../../../../web/plots/session/stage.ts";
import { readView } from "../../../../web/plots/view/view_state.ts";
import {
  DESCRIPTION,
  FakePlot,
  settled,
  START,
  TABLE,
} from "../_support/fake_plot.ts";

test("a sender has one colour, and several columns differ by dashes", async () => {
  const { stage } = await setUp();
  assert.equal(stage.style("n1").colour, LIGHT.series[0]);
  assert.equal(stage.style("n2").colour, LIGHT.series[1]);
  assert.deepEqual(stage.style("n1", 1), {
    colour: LIGHT.series[0],
    dash: [7, 3],
  });
});

test("charts are drawn together, until they are removed", async () => {
  const { stage, fake } = await setUp();
  const drawn: string[] = [];
  stage.add({ draw: ({ from, to }) => drawn.push(`a ${from} ${to}`) });
  const remove = stage.add({ draw: () => drawn.push("b") });
  fake.frame();
  assert.deepEqual(drawn, ["a 0 100", "b"]);
  remove();
  stage.draw();
  assert.deepEqual(drawn.slice(2), ["a 0 100"]);
});

test("the pointer has a time, and lets a sender stand out", async () => {
  const { stage, changes } = await setUp();
  assert.equal(stage.cursorTime, undefined);
  const key = stage.look.key;
  stage.point({ panel: 0, x: 0.25, y: 0.5 }, "n2");
  assert.equal(stage.cursorTime, 25);
  assert.equal(stage.focus, "n2");
  assert.notEqual(stage.look.key, key, "the charts look different now");
  assert.ok(changes() > 0);
  stage.point(undefined);
  assert.equal(stage.look.key, key);
});

test("while something is selected, a live plot keeps still", async () => {
  const { stage, session, fake } = await setUp("?live=1");
  const before = session.range;
  stage.hold();
  fake.now += 5;
  assert.deepEqual(stage.range, before);
  stage.release();
  assert.deepEqual(stage.range, session.range);
});

test("times are shown as the view wants them", async () => {
  assert.equal((await setUp()).stage.times.name, "time since the start");
  const { stage } = await setUp("?live=0&time=utc");
  assert.equal(stage.times.origin, START);
  assert.equal(stage.hasStart, true);
});

async function setUp(query = "?live=0") {
  const fake = new FakePlot();
  let changes = 0;
  const session = new PlotSession(
    fake.host,
    TABLE,
    DESCRIPTION,
    readView(query),
    { onChange: () => {}, onDraw: () => stage.draw(), onView: () => {} },
  );
  const stage = new Stage(
    session,
    ["n1", "n2"],
    START,
    () => LIGHT,
    () => changes++,
  );
  await session.start();
  await settled();
  return { session, stage, fake, changes: () => changes };
}
