import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ActivityCell } from "../../../archive/activity.ts";
import type { ActivityAnswer } from "../../../web/api/answers.ts";
import { buildMatrix } from "../../../web/model/matrix.ts";
import { isTroubled, notesOn, summarise } from "../../../web/model/summary.ts";
import {
  someActivity,
  someCell,
  someDescription,
} from "../_support/some_activity.ts";

function senders(count: number): ActivityCell[] {
  return Array.from(
    { length: count },
    (_, i) => someCell({ sender: `n${i + 1}` }),
  );
}

function texts(
  cells: readonly ActivityCell[],
  rest: Partial<ActivityAnswer> = {},
): string[] {
  return sentences(cells, rest).map(({ text }) => text);
}

function sentences(
  cells: readonly ActivityCell[],
  rest: Partial<ActivityAnswer> = {},
) {
  const matrix = buildMatrix(someDescription([], []), {
    ...someActivity(cells),
    ...rest,
  });
  return [summarise(matrix), ...notesOn(matrix)];
}

describe("the summary of an experiment", () => {
  it("says that all are sending", () => {
    assert.deepEqual(sentences(senders(20)), [
      { tone: "good", text: "All 20 senders are sending." },
    ]);
    assert.deepEqual(texts(senders(1)), ["The only sender is sending."]);
  });

  it("names who is silent", () => {
    const cells = senders(20).map((cell) =>
      ["n3", "n7"].includes(cell.sender) ? { ...cell, last: 60 } : cell
    );
    assert.deepEqual(sentences(cells), [{
      tone: "bad",
      text: "18 of 20 senders are sending; n3 and n7 are silent.",
    }]);
    assert.deepEqual(texts([someCell({ last: 60 })]), ["n1 is silent."]);
    const all = senders(3).map((cell) => ({ ...cell, last: 60 }));
    assert.deepEqual(texts(all), ["All 3 senders are silent."]);
    const once = someCell({ sender: "n9", tuples: 1, last: 0 });
    assert.deepEqual(texts([...all, once]), ["n1, n2 and n3 are silent."]);
  });

  it("names who is silent in some tables", () => {
    const cells = [
      ...senders(3),
      someCell({ sender: "n2", table: "u", last: 60 }),
    ];
    assert.deepEqual(texts(cells), [
      "All 3 senders are sending; n2 is silent in some tables.",
    ]);
  });

  it("names who has gaps, duplicates, rejects or a wrong clock", () => {
    const [a = someCell(), b = a, c = a, d = a] = senders(4);
    assert.deepEqual(
      texts([
        { ...a, gaps: 2 },
        { ...b, gaps: 1 },
        { ...c, duplicates: 1 },
        { ...d, clockOffset: -30 },
      ], { rejects: [{ sender: "n4", reason: "not a tuple", count: 1 }] }),
      [
        "All 4 senders are sending.",
        "n4 has rejected samples.",
        "n1 and n2 have gaps.",
        "n3 has duplicates.",
        "n4 has a clock that differs from the server's.",
      ],
    );
  });

  it("says what was sent if the experiment is not live", () => {
    const cells = [someCell({ rate: 0, last: 60 })];
    assert.deepEqual(sentences(cells, { clients: [] }), [{
      tone: "calm",
      text: "1 sender sent 601 tuples until 2023-11-14 22:14:20 UTC.",
    }]);
  });

  it("says that nothing was sent yet", () => {
    assert.deepEqual(texts([]), ["No sender has sent anything yet."]);
  });

  it("says that nobody is sending if it can't tell who is silent", () => {
    const cells = [someCell({ tuples: 1, last: 0, rate: 0 })];
    assert.deepEqual(texts(cells), ["No sender is sending."]);
  });

  it("says that rows are being counted", () => {
    assert.deepEqual(texts([someCell({ last: 10 })], { covered: 0.4 }), [
      "No sender is sending.",
      "Rows are being counted: 40 %.",
    ]);
  });
});

describe("a sender", () => {
  const troubled = (rest: Partial<ActivityCell>) => {
    const { rows: [row] } = buildMatrix(
      someDescription([]),
      someActivity([someCell(rest)]),
    );
    return row !== undefined && isTroubled(row);
  };

  it("deserves a look if something is wrong", () => {
    assert.equal(troubled({}), false);
    assert.equal(troubled({ gaps: 1 }), true);
    assert.equal(troubled({ duplicates: 1 }), true);
    assert.equal(troubled({ last: 10 }), true);
    assert.equal(troubled({ clockOffset: 5 }), true);
  });
});
