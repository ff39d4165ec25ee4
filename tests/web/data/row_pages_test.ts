import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rows } from "../../../archive/rows.ts";
import {
  newerPage,
  olderPage,
  PAGE,
  pageQuery,
} from "../../../web/data/row_pages.ts";

test("each page is asked for by an id", () => {
  assert.deepEqual(pageQuery({ kind: "after", id: 7 }), {
    after: 7,
    limit: PAGE,
  });
  assert.deepEqual(pageQuery({ kind: "before", id: 7 }), {
    before: 7,
    limit: PAGE,
  });
  assert.equal(pageQuery({ kind: "latest" }).before, Number.MAX_SAFE_INTEGER);
});

test("pages lead to each other, up to the first and the latest rows", () => {
  const latest = { kind: "latest" } as const;
  assert.deepEqual(olderPage(rowsOf([5, 6], true), latest), {
    kind: "before",
    id: 5,
  });
  assert.equal(olderPage(rowsOf([1, 2], false), latest), undefined);
  assert.equal(newerPage(rowsOf([5, 6], true), latest), undefined);
  const older = { kind: "before", id: 5 } as const;
  assert.deepEqual(newerPage(rowsOf([3, 4], true), older), {
    kind: "after",
    id: 4,
  });
  const newer = { kind: "after", id: 4 } as const;
  assert.deepEqual(newerPage(rowsOf([5, 6], false), newer), latest);
  assert.deepEqual(olderPage(rowsOf([5, 6], false), newer), {
    kind: "before",
    id: 5,
  });
});

test("without rows only the latest are left", () => {
  assert.equal(olderPage(rowsOf([], false), { kind: "latest" }), undefined);
  assert.deepEqual(newerPage(rowsOf([], false), { kind: "before", id: 1 }), {
    kind: "latest",
  });
});

function rowsOf(ids: readonly number[], more: boolean): Rows {
  return {
    ids,
    senders: [],
    seqs: [],
    client: [],
    server: [],
    values: {},
    lastId: 0,
    more,
  };
}
