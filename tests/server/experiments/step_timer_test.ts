import assert from "node:assert/strict";
import { test } from "node:test";
import { StepTimer } from "../../../server/experiments/step_timer.ts";
import { waitFor } from "../../_support/wait_for.ts";

test("Tasks due at about the same time run together, in one turn", async () => {
  const timer = new StepTimer(200);
  const turns: number[] = [];
  let turn = 0;
  const count = () => turns.push(turn);
  const tasks = [0, 1, 2].map(() => () => count());
  // Right behind the middle of a step, all three are due at the next one's end.
  const middle = 200 - (performance.now() + 110) % 200;
  await new Promise((done) => setTimeout(done, middle));
  const ticking = setInterval(() => turn++, 1);
  for (const task of tasks) timer.set(task, 400);
  await waitFor("the tasks", () => turns.length === 3);
  clearInterval(ticking);
  assert.deepEqual(turns, [turns[0], turns[0], turns[0]]);
});

test("A task runs after about its time, and once", async () => {
  const timer = new StepTimer(10);
  const ran: number[] = [];
  const began = performance.now();
  const task = () => ran.push(performance.now() - began);
  timer.set(task, 50);
  assert.equal(timer.has(task), true);
  await waitFor("the task", () => ran.length > 0);
  assert.equal(timer.has(task), false);
  assert.ok(ran[0] >= 43, `${ran[0]} ms`);
  const end = performance.now() + 50;
  await waitFor("a while", () => performance.now() > end);
  assert.equal(ran.length, 1);
});

test("An earlier task does not wait for a later one, nor delay it", async () => {
  const timer = new StepTimer(10);
  const ran: string[] = [];
  timer.set(() => ran.push("late"), 150);
  timer.set(() => ran.push("soon"), 20);
  await waitFor("the first", () => ran.length === 1);
  assert.deepEqual(ran, ["soon"]);
  await waitFor("the second", () => ran.length === 2);
});

test("A cleared task does not run, even if one of its step clears it", async () => {
  const timer = new StepTimer(50);
  const ran: string[] = [];
  const second = () => ran.push("second");
  const first = () => {
    ran.push("first");
    timer.clear(second);
  };
  const other = () => ran.push("other");
  timer.set(other, 50);
  timer.clear(other);
  assert.equal(timer.has(other), false);
  timer.set(first, 50);
  timer.set(second, 50);
  await waitFor("the first", () => ran.length > 0);
  const end = performance.now() + 100;
  await waitFor("a while", () => performance.now() > end);
  assert.deepEqual(ran, ["first"]);
});

test("A task may set itself again", async () => {
  const timer = new StepTimer(5);
  let runs = 0;
  const task = () => {
    if (++runs < 3) timer.set(task, 5);
  };
  timer.set(task, 5);
  await waitFor("three runs", () => runs === 3);
});
