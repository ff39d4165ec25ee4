import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildMatrix } from "../../../web/model/matrix.ts";
import {
  someActivity,
  someCell,
  someDescription,
  START,
} from "../_support/some_activity.ts";

describe("the matrix", () => {
  it("has a row for each sender and a column for each table", () => {
    const { rows, tables } = buildMatrix(
      someDescription(["n10", "n2"], ["b", "a"]),
      someActivity([
        someCell({ sender: "n2", table: "a" }),
        someCell({ sender: "n10", table: "b" }),
      ]),
    );
    assert.deepEqual(tables, ["a", "b"]);
    assert.deepEqual(rows.map(({ sender }) => sender), ["n2", "n10"]);
    assert.deepEqual(
      rows.map(({ cells }) => cells.map((cell) => cell?.pulse)),
      [["sending", undefined], [undefined, "sending"]],
    );
  });

  it("has senders that the description does not name yet", () => {
    const { rows } = buildMatrix(
      someDescription([], []),
      someActivity([someCell({ sender: "#3" })], {
        rejects: [{ sender: "bad", reason: "not a tuple", count: 2 }],
      }),
    );
    assert.deepEqual(rows.map(({ sender }) => sender), ["#3", "bad"]);
    assert.equal(rows[1]?.rejects, 2);
  });

  it("adds up what a sender sent", () => {
    const { rows: [row], lastTuple } = buildMatrix(
      someDescription(["n1"], ["a", "b"]),
      someActivity([
        someCell({ table: "a", last: 90, gaps: 1, clockOffset: -0.5 }),
        someCell({ table: "b", last: 99, duplicates: 2, clockOffset: -0.2 }),
      ], {
        rejects: [
          { sender: "n1", reason: "a", count: 1 },
          { sender: "n1", reason: "b", count: 2 },
        ],
        conversions: [{ sender: "n1", count: 4 }],
      }),
    );
    assert.equal(row?.tuples, 901 + 991);
    assert.equal(row.rate, 20);
    assert.equal(row.gaps, 1);
    assert.equal(row.duplicates, 2);
    assert.equal(row.rejects, 3);
    assert.equal(row.conversions, 4);
    assert.equal(row.clockOffset, -0.2);
    assert.equal(row.lastTuple, START + 99);
    assert.equal(lastTuple, START + 99);
  });

  it("tells silent senders from those silent in some tables", () => {
    const cells = [
      someCell({ sender: "n1", table: "a", last: 50 }),
      someCell({ sender: "n2", table: "a" }),
      someCell({ sender: "n2", table: "b", last: 50 }),
      someCell({ sender: "n3", table: "b", tuples: 1, last: 1 }),
    ];
    const { rows } = buildMatrix(someDescription([]), someActivity(cells));
    assert.deepEqual(rows.map(({ pulse }) => pulse), [
      "silent",
      "partly",
      "once",
    ]);
  });

  it("knows who is connected, whatever the sender is called", () => {
    const activity = someActivity([
      someCell({ sender: "a:b" }),
      someCell({ sender: "c" }),
    ]);
    const clients = activity.clients?.slice(0, 1);
    const { rows } = buildMatrix(someDescription([]), { ...activity, clients });
    assert.deepEqual(rows.map(({ isConnected }) => isConnected), [true, false]);
  });

  it("does not know who is connected if there is no server", () => {
    const activity = someActivity([someCell()], { clients: undefined });
    const { rows } = buildMatrix(someDescription([]), activity);
    assert.equal(rows[0]?.isConnected, undefined);
  });

  it("is live with clients, or without a server while rows arrive", () => {
    const live = (last: number, rest = {}) =>
      buildMatrix(
        someDescription([]),
        someActivity([someCell({ last, rate: 0 })], rest),
      ).isLive;
    assert.equal(live(0), true);
    assert.equal(live(100, { clients: [] }), false);
    assert.equal(live(80, { clients: undefined }), true);
    assert.equal(live(60, { clients: undefined }), false);
  });

  it("is empty for an experiment without senders", () => {
    const { rows, isLive, lastTuple } = buildMatrix(
      someDescription([], []),
      someActivity([]),
    );
    assert.deepEqual([rows, isLive, lastTuple], [[], false, undefined]);
  });
});
