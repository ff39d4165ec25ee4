import assert from "node:assert/strict";
import { test } from "node:test";
import { Frames } from "../../../../web/plots/live/frames.ts";

test("several changes are drawn once, in the next frame", () => {
  const { frames, frame, drawn, waiting } = setUp();
  frames.change();
  frames.change();
  assert.equal(drawn(), 0);
  frame();
  assert.equal(drawn(), 1);
  assert.equal(waiting(), false, "at rest no frame is asked for");
});

test("while things move, frames are asked for, and drawn if needed", () => {
  const { frames, frame, drawn, waiting, move } = setUp();
  frames.run();
  frame();
  assert.equal(drawn(), 0);
  move(true);
  frame();
  assert.equal(drawn(), 1);
  frames.rest();
  frame();
  assert.equal(drawn(), 1);
  assert.equal(waiting(), false);
});

test("nothing is drawn after the end", () => {
  const { frames, frame, drawn } = setUp();
  frames.run();
  frames.change();
  frames.stop();
  frame();
  assert.equal(drawn(), 0);
});

function setUp() {
  let next: (() => void) | undefined;
  let moves = false;
  let count = 0;
  const frames = new Frames(
    (call) => {
      next = call;
      return () => next = undefined;
    },
    () => count++,
    () => moves,
  );
  return {
    frames,
    frame: () => {
      const call = next;
      next = undefined;
      call?.();
    },
    drawn: () => count,
    waiting: () => next !== undefined,
    move: (value: boolean) => moves = value,
  };
}
