import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidArgumentError } from "commander";
import { parseMoment } from "../../../cli/flags/moment.ts";

/** The UNIX time of a date. */
function unix(text: string): number {
  const moment = parseMoment(text);
  return "unix" in moment ? moment.unix : assert.fail("It is no date");
}

test("A number is seconds since the start", () => {
  for (const text of ["0", "12.5", "-3", "1e3", ".5", "+7."]) {
    assert.deepEqual(parseMoment(text), { sinceStart: Number(text) });
  }
});

test("A date is in UTC unless it has a zone", () => {
  const noon = Date.UTC(2026, 10, 30, 12) / 1000;
  for (
    const text of [
      ...["2026-11-30T12:00", "2026-11-30 12:00:00", "2026-11-30T12:00:00Z"],
      ...["2026-11-30T13:00+01:00", "2026-11-30T08:30:00-03:30"],
    ]
  ) assert.equal(unix(text), noon, text);
  assert.equal(unix("2026-11-30"), noon - 43_200);
  assert.equal(unix("2026-11-30T12:00:00.000250z"), noon + 0.00025);
});

test("Anything else is refused with the remedy", () => {
  const wrong = ["", "now", "2026", "2026-13-01", "2026-11-30T25:00", "12s"];
  wrong.push("2026-11-30T12", "2026-11-30T12:00Europe", "2026-11-30x", "1,5");
  // A year alone is a number.
  for (const text of wrong.filter((text) => text !== "2026")) {
    assert.throws(() => parseMoment(text), InvalidArgumentError, text);
  }
});
