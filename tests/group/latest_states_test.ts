import assert from "node:assert/strict";
import { test } from "node:test";
import { latestStates } from "../../group/latest_states.ts";
import { Member, type MemberAnswer, memberAnswer } from "../../group/member.ts";
import { someStatus } from "../_support/some_status.ts";

test("A server that does not answer delays the others only briefly", async () => {
  const late = Promise.withResolvers<MemberAnswer>();
  const answer = memberAnswer(1, someStatus());
  const members = [
    new Member("slow:1", () => late.promise),
    new Member("a:1", () => Promise.resolve(answer)),
  ];
  const began = performance.now();
  const [slow, a] = await latestStates(members);
  assert.ok(performance.now() - began < 5_000);
  assert.deepEqual(slow.fault, { reason: "no answer yet" });
  assert.equal(a.answer, answer);

  late.resolve(answer);
  const [now] = await latestStates(members);
  assert.equal(now.answer, answer);
});
