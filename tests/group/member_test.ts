import assert from "node:assert/strict";
import { test } from "node:test";
import { Member, type MemberAnswer, memberAnswer } from "../../group/member.ts";
import { HintError } from "../../shared/hint_error.ts";
import { someStatus } from "../_support/some_status.ts";

const total = { connections: 1, bytes: 0, rejected: 0, converted: 0 };

/** The answer of a server, `seconds` after its start. */
function answerAt(seconds: number, tuples: number, since = 1): MemberAnswer {
  const status = someStatus({ since: 1_000 * since });
  const time = status.since + 1_000 * seconds;
  return memberAnswer(since, { ...status, time, total: { ...total, tuples } });
}

test("A server that was not asked has no answer yet", () => {
  const member = new Member(
    "a:1",
    () => Promise.reject(new Error("not asked")),
  );
  const fault = { reason: "no answer yet" };
  assert.deepEqual(member.state, { address: "a:1", fault });
});

test("Two answers of the same start make a rate", async () => {
  const answers = [
    ...[answerAt(10, 100), answerAt(12, 150)],
    ...[answerAt(1, 400, 20), answerAt(3, 402, 20)],
  ];
  const left = [...answers];
  const member = new Member(
    "a:1",
    () => Promise.resolve(left.shift() ?? assert.fail()),
  );
  const rates: (number | undefined)[] = [];
  for (const answer of answers) {
    await member.ask();
    assert.equal(member.state.answer, answer);
    rates.push(member.state.rated?.tupleRate);
  }
  assert.deepEqual(rates, [undefined, 25, undefined, 1]);
});

test("A fault takes the place of the answer, with its remedy", async () => {
  let isUp = true;
  const refusal = new HintError("connection refused", {
    hint: "is it running?",
  });
  const member = new Member(
    "a:1",
    () => isUp ? Promise.resolve(answerAt(10, 100)) : Promise.reject(refusal),
  );
  await member.ask();
  isUp = false;
  await member.ask();
  const fault = { reason: "connection refused", hint: "is it running?" };
  assert.deepEqual(member.state, { address: "a:1", fault });
});

test("After a fault there is no rate at first", async () => {
  const answers = [answerAt(10, 100), undefined, answerAt(12, 150)];
  const member = new Member("a:1", () => {
    const answer = answers.shift();
    return answer === undefined
      ? Promise.reject(new Error("connection refused"))
      : Promise.resolve(answer);
  });
  for (let i = 0; i < 3; i++) await member.ask();
  const { answer, rated, fault } = member.state;
  assert.equal(answer?.status.total.tuples, 150);
  assert.deepEqual([rated, fault], [undefined, undefined]);
});

test("Everybody who asks at the same time waits for one question", async () => {
  const answer = Promise.withResolvers<MemberAnswer>();
  let questions = 0;
  const member = new Member("a:1", () => {
    questions++;
    return answer.promise;
  });
  const asked = [member.ask(), member.refresh(), member.refresh()];
  answer.resolve(answerAt(10, 100));
  await Promise.all(asked);
  assert.equal(questions, 1);
});

test("An answer is good for a second, a fault for five", async () => {
  let now = 0;
  let isUp = true;
  let questions = 0;
  const member = new Member("a:1", () => {
    questions++;
    return isUp
      ? Promise.resolve(answerAt(questions, 100))
      : Promise.reject(new Error("connection refused"));
  }, () => now);
  const questionsAt = async (time: number) => {
    now = time;
    await member.refresh();
    return questions;
  };
  assert.equal(await questionsAt(0), 1);
  assert.equal(await questionsAt(999), 1);
  isUp = false;
  assert.equal(await questionsAt(1_000), 2);
  assert.equal(await questionsAt(5_999), 2);
  isUp = true;
  assert.equal(await questionsAt(6_000), 3);
  assert.equal(await questionsAt(7_000), 4);
});
