import assert from "node:assert/strict";
import { test } from "node:test";
import { LatestRequest } from "../../../../web/plots/live/latest_request.ts";

test("only the latest request is used, those before are cancelled", async () => {
  const { request, errors } = setUp();
  const used: number[] = [];
  const signals: AbortSignal[] = [];
  const answers = [0, 1].map(() => Promise.withResolvers<number>());
  for (const { promise } of answers) {
    request.start(0, (signal) => {
      signals.push(signal);
      return promise;
    }, (answer) => used.push(answer));
  }
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true, false]);
  answers[0].resolve(1);
  answers[1].resolve(2);
  await Promise.all(answers.map(({ promise }) => promise));
  await Promise.resolve();
  assert.deepEqual(used, [2]);
  assert.equal(request.isBusy, false);
  assert.deepEqual(errors, []);
});

test("a request waits until nothing new is asked for", async () => {
  const { request, timers } = setUp();
  let asked = 0;
  const ask = () => Promise.resolve(++asked);
  request.start(150, ask, () => {});
  request.start(150, ask, () => {});
  assert.equal(asked, 0);
  assert.equal(request.isBusy, true);
  assert.deepEqual(timers.map(({ ms }) => ms), [150]);
  timers[0].call();
  await Promise.resolve();
  assert.equal(asked, 1);
});

test("a failure is told, but not that of a cancelled request", async () => {
  const { request, errors } = setUp();
  request.start(0, () => Promise.reject(new Error("first")), () => {});
  await settled();
  assert.deepEqual(errors.map(String), ["Error: first"]);
  request.start(0, () => Promise.reject(new Error("second")), () => {});
  request.cancel();
  await settled();
  assert.equal(errors.length, 1);
});

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

function setUp() {
  const timers: { ms: number; call: () => void }[] = [];
  const errors: unknown[] = [];
  const request = new LatestRequest({
    later: (ms, call) => {
      const timer = { ms, call };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    onError: (error) => errors.push(error),
  });
  return { request, timers, errors };
}
