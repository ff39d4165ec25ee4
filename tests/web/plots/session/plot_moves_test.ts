import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type MovedPlot,
  PlotMoves,
} from "../../../../web/plots/session/plot_moves.ts";
import type { ViewState } from "../../../../web/plots/view/view_state.ts";

const PLOT = { range: { from: 100, to: 200 }, isLive: false, wasLive: false };

test("a plot moves and zooms", () => {
  const moved = changeOf({}, (moves) => moves.pan(-0.5));
  assert.deepEqual(moved, { live: false, from: 50, to: 150 });
  const zoomed = changeOf({}, (moves) => moves.zoom(0.5, 0));
  assert.deepEqual(zoomed, { live: false, from: 100, to: 150 });
});

test("a live plot changes its length, within limits", () => {
  const live = { isLive: true };
  assert.deepEqual(changeOf(live, (moves) => moves.zoom(2)), { span: 200 });
  assert.deepEqual(changeOf(live, (moves) => moves.zoom(1e-9)), { span: 1 });
  assert.deepEqual(changeOf(live, (moves) => moves.zoom(1e9)), { span: 1e9 });
});

test("a pause keeps the shown time, following forgets it", () => {
  const pause = changeOf({ isLive: true }, (moves) => moves.togglePause());
  assert.deepEqual(pause, { live: false, from: 100, to: 200 });
  const follow = changeOf({}, (moves) => moves.togglePause());
  assert.deepEqual(follow, { live: true, from: undefined, to: undefined });
});

test("the usual view is live if it was before", () => {
  const range = { from: undefined, to: undefined };
  const reset = (moves: PlotMoves) => moves.reset();
  assert.deepEqual(changeOf({ isLive: true }, reset), { ...range, span: 60 });
  assert.deepEqual(changeOf({ wasLive: true }, reset), {
    ...range,
    live: true,
  });
  assert.deepEqual(changeOf({}, reset), range);
});

test("before the first answer nothing moves", () => {
  const early = { range: undefined };
  assert.equal(changeOf(early, (moves) => moves.pan(1)), undefined);
  assert.equal(changeOf(early, (moves) => moves.zoom(2)), undefined);
});

function changeOf(
  plot: Partial<MovedPlot>,
  move: (moves: PlotMoves) => void,
): Partial<ViewState> | undefined {
  let change: Partial<ViewState> | undefined;
  const set = (given: Partial<ViewState>) => {
    change = given;
  };
  move(new PlotMoves({ ...PLOT, ...plot, set }));
  return change;
}
