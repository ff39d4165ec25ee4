import assert from "node:assert/strict";
import { test } from "node:test";
import {
  moreFiles,
  shareFiles,
  shortage,
} from "../../../cli/process/open_files.ts";

const needs = {
  own: 44,
  connections: 10_000,
  filesAConnection: 1,
  databases: 1_000,
  filesADatabase: 5,
};

test("A high limit allows everything that was requested", () => {
  const share = shareFiles(needs, 20_000);
  const { connections, databases, backlog } = share;
  assert.deepEqual([connections, databases, backlog], [10_000, 1_000, 511]);
  assert.equal(shortage(needs, share), undefined);
});

test("An unknown limit allows everything that was requested", () => {
  const share = shareFiles(needs, undefined);
  assert.deepEqual([share.connections, share.databases], [10_000, 1_000]);
  assert.equal(shortage(needs, share), undefined);
});

for (const allowed of [64, 128, 256, 512, 1_024, 4_096, 15_000]) {
  test(`${allowed} files leave enough for databases, whatever clients do`, () => {
    const { connections, databases, backlog } = shareFiles(needs, allowed);
    const used = needs.own + backlog + connections + 5 * databases;
    assert.ok(used <= allowed, `${used}`);
    assert.ok(used > allowed - 5, `${used}`);
    assert.ok(databases >= 1 && connections >= databases);
  });
}

test("Fewer clients leave more files for databases, and vice versa", () => {
  const few = shareFiles({ ...needs, connections: 100 }, 1_024);
  assert.deepEqual([few.connections, few.databases], [100, 150]);
  const one = shareFiles({ ...needs, databases: 1 }, 1_024);
  assert.deepEqual([one.connections, one.databases], [847, 1]);
});

test("A client may need several files, and a program no databases", () => {
  const proxy = { ...needs, filesAConnection: 3, databases: 0 };
  const { connections, databases } = shareFiles(proxy, 1_024);
  assert.deepEqual([connections, databases], [284, 0]);
});

test("A reduced limit is reported with the remedy", () => {
  const share = shareFiles(needs, 1_024);
  assert.equal(
    shortage(needs, share),
    "only 1024 files may be open: at most 642 clients (not 10000) and 42 " +
      "databases (not 1000) at once",
  );
  assert.match(moreFiles(share), /^allow 15555 files \(ulimit -n 15555, /);
});

test("A program that could serve no client does not start", () => {
  assert.throws(
    () => shareFiles(needs, 50),
    /^StartError: Only 50 files may be open, .*LimitNOFILE/,
  );
});
