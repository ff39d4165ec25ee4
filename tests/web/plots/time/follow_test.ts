import assert from "node:assert/strict";
import { test } from "node:test";
import { Follow, PATIENCE } from "../../../../web/plots/time/follow.ts";

test("before the first new row the edge rests at the latest stored one", () => {
  const follow = new Follow(40);
  assert.equal(follow.edge(1_000), 40);
  assert.equal(follow.isMoving(1_000), false);
  assert.ok(Number.isNaN(new Follow().edge(0)));
});

test("the edge moves with the time between rows", () => {
  const follow = new Follow(40);
  follow.news(50, 1_000);
  assert.equal(follow.edge(1_000), 50);
  assert.equal(follow.edge(1_003), 53);
  assert.equal(follow.isMoving(1_003), true);
});

test("late arrivals do not move the edge back", () => {
  const follow = new Follow();
  follow.news(50, 1_000);
  follow.news(50.5, 1_001);
  assert.ok(follow.edge(1_001) > 50.9, `${follow.edge(1_001)}`);
});

test("the edge stops some time after the last row", () => {
  const follow = new Follow();
  follow.news(50, 1_000);
  assert.equal(follow.edge(2_000), 50 + PATIENCE);
  assert.equal(follow.isMoving(2_000), false);
});

test("after a jump of the clock the edge is at the rows again", () => {
  const follow = new Follow();
  follow.news(50_000, 1_000);
  follow.news(90_000, 1_001);
  assert.equal(follow.edge(1_001), 90_000);
  follow.news(60, 1_002 + PATIENCE);
  assert.equal(follow.edge(1_002 + PATIENCE), 60);
  follow.news(NaN, 1_100);
  assert.equal(follow.lastRow, 60);
});

test("a sender whose clock is behind does not move the edge back", () => {
  const follow = new Follow();
  for (let now = 1_000; now < 1_100; now += 2) {
    follow.news(now + 500, now);
    follow.news(now - 200, now + 1);
    const edge = follow.edge(now + 1);
    assert.ok(edge > now + 500 && edge < now + 502, `${edge}`);
  }
});
