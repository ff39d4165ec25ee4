import assert from "node:assert/strict";
import { test } from "node:test";
import { withRates } from "../../../server/status/rates.ts";
import {
  someClient,
  someExperiment,
  someStatus,
} from "../../_support/some_status.ts";

const total = {
  connections: 1,
  bytes: 0,
  tuples: 1_000,
  rejected: 0,
  converted: 0,
};

test("Rates are differences per second", () => {
  const before = someStatus({
    total,
    clients: [someClient()],
    experiments: [someExperiment()],
  });
  const after = someStatus({
    time: before.time + 2_000,
    total: { ...total, tuples: 1_500 },
    clients: [someClient({ tuples: 300, bytes: 4_048 })],
    experiments: [someExperiment({ storedRows: 110 })],
  });
  const rated = withRates(before, after);
  assert.equal(rated.tupleRate, 250);
  const [client] = rated.clients;
  assert.deepEqual([client.tupleRate, client.byteRate], [100, 1_000]);
  assert.equal(rated.experiments[0].rowRate, 5);
});

test("A new client has sent everything since the last status", () => {
  const before = someStatus();
  const after = someStatus({
    time: before.time + 1_000,
    clients: [someClient({ tuples: 50 })],
  });
  assert.equal(withRates(before, after).clients[0].tupleRate, 50);
});

test("A reopened experiment has no negative rate", () => {
  const before = someStatus({ experiments: [someExperiment()] });
  const after = someStatus({
    time: before.time + 1_000,
    experiments: [someExperiment({ storedRows: 1 })],
  });
  assert.equal(withRates(before, after).experiments[0].rowRate, 0);
});

test("A clock that was set in between changes no rate", () => {
  const set = 3_600_000;
  const before = someStatus({ total });
  const after = someStatus({
    time: before.time - set + 2_000,
    since: before.since - set,
    total: { ...total, tuples: 1_500 },
  });
  assert.equal(withRates(before, after).tupleRate, 250);
});
