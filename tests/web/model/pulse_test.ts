import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ageOf,
  type PulseMoment,
  pulseOf,
  silenceLimit,
} from "../../../web/model/pulse.ts";
import { someCell, START } from "../_support/some_activity.ts";

function at(second: number, rest: Partial<PulseMoment> = {}): PulseMoment {
  const moment = { startTime: START, isLive: true, isCounted: true };
  return { now: START + second, ...moment, ...rest };
}

describe("a sender of ten tuples a second", () => {
  const cell = someCell({ last: 100 });

  it("is sending for five seconds after its last tuple", () => {
    assert.equal(pulseOf(cell, at(100)), "sending");
    assert.equal(pulseOf(cell, at(105)), "sending");
  });

  it("is silent then", () => {
    assert.equal(pulseOf(cell, at(105.1)), "silent");
  });

  it("has ended if the experiment is not live", () => {
    assert.equal(pulseOf(cell, at(200, { isLive: false })), "ended");
  });

  it("is silent at once if it is not connected any more", () => {
    assert.equal(pulseOf(cell, at(100, { isConnected: false })), "silent");
    assert.equal(pulseOf(cell, at(100, { isConnected: true })), "sending");
  });

  it("is not called silent while its latest rows are not counted", () => {
    const moment = at(200, { isCounted: false });
    assert.equal(pulseOf(cell, moment), "counting");
  });
});

describe("a slow sender", () => {
  it("is silent after five of its usual intervals", () => {
    const cell = someCell({
      ...{ tuples: 7, first: 0, last: 360, longestSilence: 60 },
    });
    assert.equal(silenceLimit(cell), 300);
    assert.equal(pulseOf(cell, at(660)), "sending");
    assert.equal(pulseOf(cell, at(661)), "silent");
  });

  it("may have paused once: that is not usual", () => {
    const cell = someCell({
      ...{ tuples: 102, first: 0, last: 3800, longestSilence: 3600 },
    });
    assert.equal(silenceLimit(cell), 10);
  });

  it("with two tuples has one interval", () => {
    const cell = someCell({ tuples: 2, first: 0, last: 4, longestSilence: 4 });
    assert.equal(silenceLimit(cell), 20);
  });

  it("with one tuple has no usual interval", () => {
    const cell = someCell({ tuples: 1, first: 100, last: 100 });
    assert.equal(silenceLimit(cell), undefined);
    assert.equal(pulseOf(cell, at(101)), "sending");
    assert.equal(pulseOf(cell, at(1000)), "once");
  });
});

describe("an experiment without a start", () => {
  it("has no ages, but recent rates", () => {
    const moment = at(500, { startTime: undefined });
    assert.equal(ageOf(someCell(), moment), undefined);
    assert.equal(pulseOf(someCell({ rate: 1 }), moment), "sending");
    assert.equal(pulseOf(someCell({ rate: 0 }), moment), "silent");
  });
});
