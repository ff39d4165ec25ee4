import assert from "node:assert/strict";
import { test } from "node:test";
import { Member } from "../../../../group/member.ts";
import { someStatus } from "../../../_support/some_status.ts";
import { someArchive } from "../_support/some_archive.ts";
import { someProxy } from "../_support/some_proxy.ts";
import { TestApi } from "../_support/test_api.ts";

test("a view tells its place", async () => {
  const { time, ...site } = await TestApi.of(someArchive()).json("/site");
  assert.ok(Math.abs(time - Date.now() / 1000) < 5);
  assert.deepEqual(site, {
    kind: "view",
    version: "1.2.3",
    since: 1_700_000_000,
    place: "memory",
  });
});

test("a server tells its status", async () => {
  const status = someStatus();
  const server = () => status;
  const api = new TestApi({ kind: "server", archive: someArchive(), server });
  assert.deepEqual((await api.json("/site")).status, status);
});

test("a server tells how many peers it has, without asking them", async () => {
  const peer = new Member("a:1", () => assert.fail("it was asked"));
  const server = () => someStatus();
  const site = { kind: "server", archive: someArchive(), server } as const;
  const peersOf = async (peers?: readonly Member[]) =>
    (await new TestApi({ ...site, peers }).json("/site")).peers;
  assert.equal(await peersOf([peer]), 1);
  assert.equal(await peersOf(), undefined);
});

test("a proxy tells how its replay is doing", async () => {
  const { proxy } = someProxy();
  const site = await new TestApi({ kind: "proxy", proxy }).json("/site");
  assert.deepEqual(site.replay, {
    state: "running",
    upstream: "oml.example.org:3003",
    trouble: "away",
    refused: { addresses: 3, handshakes: 1 },
    progress: { sent: 50, total: 100, tuples: 5, rate: 10 },
  });
  assert.equal(site.place, undefined);
});

test("the password of a database is not shown", async () => {
  const place = "postgresql://oml:secret@db.example.org/oml";
  const archive = Object.assign(someArchive(), { place });
  const server = () => someStatus({ place: `${place}?password=secret2&a=b` });
  const api = new TestApi({ kind: "server", archive, server });
  const site = await api.json("/site");
  assert.equal(site.place, "postgresql://oml@db.example.org/oml");
  assert.equal(
    site.status.place,
    "postgresql://oml@db.example.org/oml?password=...&a=b",
  );
});
