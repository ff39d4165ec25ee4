import assert from "node:assert/strict";
import { test } from "node:test";
import { listingText } from "../../../cli/ls/listing_text.ts";

test("Each experiment is a line with its sizes, times in UTC, and its state", () => {
  const text = listingText({
    place: "/srv/oml",
    experiments: [
      {
        ...{ name: "wifi", bytes: 1_228_800, tables: 2, senders: 20 },
        ...{ rows: 14_000, startTime: 1_700_000_000, open: true },
        ...{ firstRow: 1_700_000_000.5, lastRow: 1_700_000_061.999 },
      },
      { name: "empty", tables: 0, senders: 0, rows: 0, open: false },
      { name: "other", tables: 0, senders: 0, rows: 0, open: null },
    ],
  });
  assert.deepEqual(text.split("\n").map((line) => line.split(/ {2,}/)), [
    [
      ...["EXPERIMENT", "SIZE", "TABLES", "ROWS", "SENDERS"],
      ...["FIRST ROW (UTC)", "LAST ROW (UTC)", "STATE"],
    ],
    [
      ...["wifi", "1.2 MiB", "2", "14,000", "20"],
      ...["2023-11-14 22:13:20", "2023-11-14 22:14:21", "open"],
    ],
    ["empty", "-", "0", "0", "0", "-", "-", "closed"],
    ["other", "-", "0", "0", "0", "-", "-", "?"],
    [""],
  ]);
});

test("Instead of a state, there is the fault of what can't be read", () => {
  const text = listingText({
    place: "/srv/oml",
    experiments: [{
      ...{ name: "bad\u202e", tables: 0, senders: 0, rows: 0, open: false },
      fault: "file is not\x1b a database",
    }],
  });
  assert.match(
    text,
    /\nbad\\u202e +- +- +- +- +- +- +file is not\\x1b a database\n$/,
  );
});

test("A time that no calendar has is left out", () => {
  const open = false;
  const one = { name: "a", tables: 1, senders: 1, rows: 1, open };
  const experiments = [{ ...one, firstRow: -1e300, lastRow: 1e300 }];
  assert.match(listingText({ place: "p", experiments }), / - +- +closed\n$/);
});

test("A place without experiments is named", () => {
  assert.equal(
    listingText({ place: "/srv/oml", experiments: [] }),
    "no experiments in /srv/oml\n",
  );
});
