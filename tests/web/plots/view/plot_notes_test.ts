import assert from "node:assert/strict";
import { test } from "node:test";
import { timeTexts } from "../../../../web/plots/time/time_text.ts";
import {
  plotNotes,
  type PlotState,
} from "../../../../web/plots/view/plot_notes.ts";

const LIVE: PlotState = {
  isLive: true,
  isConnected: true,
  hasData: true,
  lastRow: 100,
  silence: 0.5,
  covered: 1,
  range: { from: 40, to: 100 },
  times: timeTexts("relative", undefined),
};

test("a live plot says so, and what is wrong with it", () => {
  assert.deepEqual(textsOf({}), ["Live"]);
  assert.deepEqual(textsOf({ silence: 12 }), [
    "Live; no new rows since 1:40",
  ]);
  assert.deepEqual(textsOf({ isConnected: false, silence: 12 }), [
    "The server does not answer; retrying",
  ]);
  assert.deepEqual(textsOf({ lastRow: NaN, silence: NaN }), [
    "No rows yet; they appear when they arrive",
  ]);
});

test("another plot names its time", () => {
  assert.deepEqual(textsOf({ isLive: false }), ["40.00 s to 1:40.00 (1 min)"]);
  const range = { from: 1, to: 1.25 };
  assert.deepEqual(textsOf({ isLive: false, range }), [
    "1.0000 s to 1.2500 s (250 ms)",
  ]);
});

test("rows that were left out are admitted", () => {
  assert.deepEqual(textsOf({ covered: 0.12 }), [
    "Live",
    "Sampled: 12 % of the rows",
  ]);
});

test("before the first answer it is loading", () => {
  assert.deepEqual(textsOf({ hasData: false }), ["Loading"]);
  const state = { isLive: false, range: undefined };
  assert.deepEqual(textsOf(state), ["No rows yet"]);
});

function textsOf(change: Partial<PlotState>): string[] {
  return plotNotes({ ...LIVE, ...change }).map(({ text }) => text);
}
