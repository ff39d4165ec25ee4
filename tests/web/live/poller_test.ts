import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Poller } from "../../../web/live/poller.ts";

describe("a poller", () => {
  it("asks at once, then after each answer", async () => {
    const { poller, asked, answers, waits, answer, pass } = polled();
    assert.equal(asked.length, 1);
    await answer("a");
    assert.deepEqual(answers, ["a"]);
    assert.deepEqual(waits, [100]);
    pass();
    await answer("b");
    assert.deepEqual(answers, ["a", "b"]);
    poller.stop();
  });

  it("waits longer and longer while it fails, and then no longer", async () => {
    const { poller, errors, waits, answer, fail, pass } = polled();
    for (let i = 0; i < 6; i++) {
      await fail(new Error("away"));
      pass();
    }
    assert.equal(errors.length, 6);
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 4000, 4000]);
    await answer("back");
    assert.equal(waits.at(-1), 100);
    poller.stop();
  });

  it("leaves a slow server alone for a while", async () => {
    const { poller, waits, answer, take } = polled();
    take(20);
    await answer("fast");
    poller.poke();
    take(500);
    await answer("slow");
    assert.deepEqual(waits, [100, 1500]);
    poller.stop();
  });

  it("can be made to ask at once, but not twice", async () => {
    const { poller, asked, answer } = polled();
    poller.poke();
    assert.equal(asked.length, 1);
    await answer("a");
    poller.poke();
    assert.equal(asked.length, 2);
    poller.stop();
  });

  it("drops what arrives after its end", async () => {
    const { poller, asked, answers, waits, answer } = polled();
    poller.stop();
    assert.equal(asked[0]?.aborted, true);
    await answer("late");
    assert.deepEqual([answers, waits], [[], []]);
    poller.poke();
    assert.equal(asked.length, 1);
  });

  it("asks no more if it is stopped while it waits", async () => {
    const { poller, asked, answer, pass } = polled();
    await answer("a");
    poller.stop();
    assert.throws(pass, /nothing waits/);
    assert.equal(asked.length, 1);
  });

  it("uses a timer if nothing else is given", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let asked = 0;
    const poller = new Poller({
      ask: () => Promise.resolve(asked++),
      onAnswer: (count) => count === 2 && resolve(),
      onError: (error) => assert.fail(String(error)),
      every: 1,
    });
    await promise;
    poller.stop();
  });
});

function polled() {
  const asked: AbortSignal[] = [];
  const answers: string[] = [];
  const errors: unknown[] = [];
  const waits: number[] = [];
  let question = Promise.withResolvers<string>();
  let waiting: (() => void) | undefined;
  let now = 0;
  const poller = new Poller<string>({
    ask(signal) {
      asked.push(signal);
      question = Promise.withResolvers();
      return question.promise;
    },
    onAnswer: (answer) => answers.push(answer),
    onError: (error) => errors.push(error),
    every: 100,
    now: () => now,
    later(callback, ms) {
      waits.push(ms);
      waiting = callback;
      return () => waiting = undefined;
    },
  });
  return {
    ...{ poller, asked, answers, errors, waits },
    async answer(text: string) {
      question.resolve(text);
      await turn();
    },
    take(ms: number) {
      now += ms;
    },
    async fail(error: Error) {
      question.reject(error);
      await turn();
    },
    pass() {
      if (waiting === undefined) throw new Error("nothing waits");
      const callback = waiting;
      waiting = undefined;
      callback();
    },
  };
}

/** Lets all promises settle that can. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
