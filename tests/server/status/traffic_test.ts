import assert from "node:assert/strict";
import { test } from "node:test";
import { Traffic } from "../../../server/status/traffic.ts";
import { someClient } from "../../_support/some_status.ts";

test("Totals include disconnected and connected clients", () => {
  const traffic = new Traffic();
  const gone = { bytes: 10, tuples: 2, rejected: 1, converted: 7 };
  traffic.leave(someClient(gone));
  const now = { bytes: 5, tuples: 1, rejected: 3, converted: 2 };
  const there = [someClient(now)];
  assert.deepEqual(traffic.total(there), {
    connections: 2,
    bytes: 15,
    tuples: 3,
    rejected: 4,
    converted: 9,
  });
  assert.deepEqual(traffic.rejected(there), [{ client: "d:s:a", rejected: 4 }]);
  assert.deepEqual(traffic.converted(there), [
    { client: "d:s:a", converted: 9 },
  ]);
});

test("Queries change nothing", () => {
  const traffic = new Traffic();
  const there = [someClient({ rejected: 3 })];
  for (let i = 0; i < 2; i++) {
    assert.equal(traffic.total(there).tuples, 100);
    assert.equal(traffic.rejected(there)[0].rejected, 3);
  }
});

test("A load balancer's probe does not count as a connection", () => {
  const traffic = new Traffic();
  traffic.leave(someClient({ bytes: 0, tuples: 0 }));
  assert.equal(traffic.total([]).connections, 0);
});

test("Clients are sorted by rejected samples, those without any omitted", () => {
  const traffic = new Traffic();
  const rejected = { few: 1, none: 0, many: 9 };
  for (const [client, count] of Object.entries(rejected)) {
    traffic.leave(someClient({ client, rejected: count }));
  }
  const names = traffic.rejected([]).map(({ client }) => client);
  assert.deepEqual(names, ["many", "few"]);
});

test("Of ten thousand names some are counted together", () => {
  const traffic = new Traffic();
  for (let i = 0; i < 10_000; i++) {
    traffic.leave(someClient({ client: `c${i}`, rejected: 1 }));
  }
  const rejected = traffic.rejected([]);
  assert.equal(rejected.length, 1001);
  assert.deepEqual(rejected[0], { client: "(others)", rejected: 9000 });
});
