import assert from "node:assert/strict";
import { test } from "node:test";
import { Member, memberAnswer } from "../../../../group/member.ts";
import { HintError } from "../../../../shared/hint_error.ts";
import { someExperiment, someStatus } from "../../../_support/some_status.ts";
import { someArchive } from "../_support/some_archive.ts";
import { TestApi, type TestApiOptions } from "../_support/test_api.ts";

const lab = someExperiment({ domain: "lab" });

/** A server with the experiment `lab`. */
function serverWith(peers?: TestApiOptions["peers"]): TestApi {
  const server = () => someStatus({ experiments: [lab] });
  return new TestApi({ kind: "server", archive: someArchive(), server, peers });
}

test("a server lists itself first, then its peers", async () => {
  const status = someStatus({ pid: 2, experiments: [lab] });
  const api = serverWith([
    new Member("down:1", () => {
      throw new HintError("connection refused", { hint: "is it running?" });
    }),
    new Member("up:1", () => Promise.resolve(memberAnswer(1, status))),
  ]);
  const { servers, total, experiments } = await api.json("/servers");
  assert.deepEqual(
    servers.map((each: { address: string }) => each.address),
    ["localhost", "down:1", "up:1"],
  );
  assert.equal(servers[0].work.upTime, 60);
  assert.deepEqual(servers[1], {
    address: "down:1",
    fault: { reason: "connection refused", hint: "is it running?" },
  });
  assert.deepEqual([total.servers, total.answering], [3, 2]);
  assert.equal(experiments[0].isSplit, true);
});

test("a server that is among its own peers is listed once", async () => {
  const itself = memberAnswer(1_700_000_000, someStatus());
  const api = serverWith([new Member("me:1", () => Promise.resolve(itself))]);
  const { servers } = await api.json("/servers");
  assert.equal(servers.length, 1);
});

test("peers are asked at most once a second, however many ask", async () => {
  let questions = 0;
  const api = serverWith([
    new Member("a:1", () => {
      questions++;
      return Promise.resolve(memberAnswer(1, someStatus({ pid: 2 })));
    }, () => 0),
  ]);
  assert.equal(questions, 0);
  await Promise.all(Array.from({ length: 10 }, () => api.json("/servers")));
  await api.json("/servers");
  assert.equal(questions, 1);
});

test("a peer that does not answer does not hold up the answer", async () => {
  const api = serverWith([new Member("a:1", () => new Promise(() => {}))]);
  const { servers } = await api.json("/servers");
  assert.deepEqual(servers[1].fault, { reason: "no answer yet" });
});

test("a program without peers has no group", async () => {
  const [status, message, hint] = await serverWith().error("/servers");
  assert.deepEqual(
    [status, message, hint],
    ["404", "this program has no peers", "start servers with --peer HOST:PORT"],
  );
});
