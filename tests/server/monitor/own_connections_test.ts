import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnConnections } from "../../../server/monitor/own_connections.ts";

const mine = { host: "127.0.0.1", port: 40_000 };
const next = { host: "127.0.0.1", port: 40_001 };
const other = { host: "127.0.0.1", port: 40_002 };

test("OwnConnections recognizes the connection for reports", () => {
  const own = new OwnConnections();
  assert.equal(own.connected(mine), false);
  own.reportFrom(mine);
  assert.equal(own.connected(other), false);
  assert.equal(own.connected(mine), true);
  assert.deepEqual([own.has(mine), own.has(other)], [true, false]);
  assert.deepEqual([own.disconnected(mine), own.has(mine)], [true, false]);
});

test("OwnConnections recognizes an old connection until it ends, besides the next", () => {
  const own = new OwnConnections();
  own.reportFrom(mine);
  own.connected(mine);
  own.reportFrom(next);
  assert.equal(own.connected(next), true);
  assert.deepEqual([own.has(mine), own.has(next)], [true, true]);
  assert.equal(own.disconnected(mine), true);
  assert.equal(own.disconnected(mine), false);
  assert.equal(own.has(next), true);
});

test("OwnConnections does not recognize an address that it no longer uses", () => {
  const own = new OwnConnections();
  own.reportFrom(mine);
  own.reportFrom(next);
  assert.equal(own.connected(mine), false);
});
