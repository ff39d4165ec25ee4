import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGroup } from "../../group/make_group.ts";
import type { MemberState } from "../../group/member.ts";
import { withRates } from "../../server/status/rates.ts";
import {
  someClient,
  someExperiment,
  someStatus,
} from "../_support/some_status.ts";
import { deadMember, someMember } from "./_support/some_member.ts";

const MIB = 1024 * 1024;

/** A server with so many tuples, a tenth of them in the last second. */
function busyMember(address: string, tuples: number): MemberState {
  const total = { connections: 1, bytes: 0, tuples, rejected: 1, converted: 0 };
  const status = someStatus({ total, clients: [someClient(), someClient()] });
  const before = {
    ...status,
    time: status.time - 1_000,
    total: { ...total, tuples: 0.9 * tuples },
  };
  const answer = { id: address, status };
  return { address, answer, rated: withRates(before, status) };
}

test("Servers have their figures, and all of them their sums", () => {
  const { servers, total } = makeGroup([
    busyMember("a:1", 100),
    deadMember("b:1"),
    busyMember("c:1", 2_000),
  ]);
  assert.deepEqual(servers[0], {
    address: "a:1",
    work: {
      version: "1.2.3",
      upTime: 60,
      clients: 2,
      experiments: 0,
      tuples: 100,
      tupleRate: 10,
      rejected: 1,
      memory: 100 * MIB,
    },
  });
  assert.deepEqual(servers[1], {
    address: "b:1",
    fault: { reason: "connection refused", hint: "is it running?" },
  });
  assert.deepEqual(total, {
    servers: 3,
    answering: 2,
    clients: 4,
    experiments: 0,
    tuples: 2_100,
    tupleRate: 210,
    rejected: 2,
    memory: 200 * MIB,
  });
});

test("After a single answer there is no rate", () => {
  const { rated: _, ...once } = someMember("a:1", {
    experiments: [someExperiment()],
  });
  const { servers, total, experiments } = makeGroup([once]);
  assert.equal(servers[0].work?.tupleRate, undefined);
  assert.equal(total.tupleRate, undefined);
  assert.equal(experiments[0].parts[0].rowRate, undefined);
});

test("A server that has two addresses is listed by the first", () => {
  const first = someMember("a:1", { experiments: [someExperiment()] });
  const { servers, experiments } = makeGroup([
    first,
    deadMember("b:1"),
    { ...first, address: "127.0.0.1:1" },
  ]);
  assert.deepEqual(servers.map(({ address }) => address), ["a:1", "b:1"]);
  assert.equal(experiments[0].isSplit, false);
});

test("An experiment on two servers is split, and comes first", () => {
  const { total, experiments } = makeGroup([
    someMember("a:1", {
      experiments: [
        someExperiment({ domain: "alone" }),
        someExperiment({ domain: "lab", storedRows: 7, clients: 2 }),
      ],
    }),
    someMember("b:1", {
      experiments: [
        someExperiment({ domain: "lab", storedRows: 3, queuedRows: 1 }),
        someExperiment({ domain: "also-alone" }),
      ],
    }),
  ]);
  assert.equal(total.experiments, 3);
  assert.deepEqual(
    experiments.map(({ domain, isSplit }) => [domain, isSplit]),
    [["lab", true], ["alone", false], ["also-alone", false]],
  );
  const rowRate = 0;
  assert.deepEqual(experiments[0].parts, [
    { server: "a:1", clients: 2, queuedRows: 0, storedRows: 7, rowRate },
    { server: "b:1", clients: 1, queuedRows: 1, storedRows: 3, rowRate },
  ]);
});

test("Servers that share a PostgreSQL have no parts, others do", () => {
  const experiments = [someExperiment({ domain: "lab" })];
  const splitAt = (...places: readonly string[]) =>
    makeGroup(
      places.map((place, at) => someMember(`${at}:1`, { place, experiments })),
    ).experiments[0].isSplit;
  const shared = "postgresql://oml@db:5432";
  assert.equal(splitAt(shared, shared), false);
  assert.equal(splitAt(shared, "postgresql://oml@other:5432"), true);
  assert.equal(splitAt("/srv/oml", "/srv/oml"), true);
});
