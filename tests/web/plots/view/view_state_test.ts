import assert from "node:assert/strict";
import { test } from "node:test";
import {
  readView,
  timeIn,
  USUAL_SPAN,
  viewQuery,
} from "../../../../web/plots/view/view_state.ts";

test("a link reproduces the view", () => {
  for (
    const query of [
      "",
      "?columns=a&columns=b+c%26d&senders=n1&hidden=n2&hidden=n3",
      "?view=rows&clock=client&time=utc&live=1&span=600",
      "?live=0&from=-1.5&to=20.25",
      "?live=1&span=all&joined=1",
      "?time=relative&live=0",
    ]
  ) assert.equal(viewQuery(readView(query)), query);
});

test("a link with a part of the time is not live", () => {
  assert.equal(readView("?from=1&to=2").live, false);
  assert.equal(readView("?from=1&to=2&live=1").live, true);
  assert.equal(readView("").live, undefined);
});

test("odd parameters are not chosen", () => {
  const view = readView(
    "?view=x&clock=moon&time=&live=yes&span=-3&from=5&to=2&columns=&columns=a&columns=a",
  );
  assert.deepEqual(view, {
    ...readView(""),
    columns: ["a"],
  });
  assert.equal(readView("?from=1&to=Infinity").to, undefined);
  assert.equal(readView("?span=-3").span, USUAL_SPAN);
});

test("times in a link have no needless digits", () => {
  assert.equal(timeIn(1 / 3), "0.333333");
  assert.equal(timeIn(12), "12");
});
