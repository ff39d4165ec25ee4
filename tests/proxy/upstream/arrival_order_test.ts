import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  ArrivalOrder,
  type Stay,
} from "../../../proxy/upstream/arrival_order.ts";

/** Streams that enter in one turn are admitted in the next. */
const turn = () => delay(5);

/** Lets streams enter; lists those that have begun. */
class Entrance {
  readonly order = new ArrivalOrder();
  readonly begun: Stay[] = [];

  enter(stay: Stay, experiment = "a"): Stay {
    this.order.enter(experiment, stay).then(() => this.begun.push(stay));
    return stay;
  }
}

test("Streams begin one after another, in the order of their clients", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: undefined });
  const third = entrance.enter({ begun: 3, ended: undefined });
  const second = entrance.enter({ begun: 2, ended: undefined });
  await turn();
  assert.deepEqual(entrance.begun, [first]);
  entrance.order.begun("a", first);
  await turn();
  assert.deepEqual(entrance.begun, [first, second]);
  entrance.order.leave("a", second);
  await turn();
  assert.deepEqual(entrance.begun, [first, second, third]);
});

test("Of streams that enter together, the one whose client connected first begins", async () => {
  const entrance = new Entrance();
  const second = entrance.enter({ begun: 2, ended: undefined });
  const first = entrance.enter({ begun: 1, ended: undefined });
  await turn();
  assert.deepEqual(entrance.begun, [first]);
  entrance.order.begun("a", first);
  await turn();
  assert.deepEqual(entrance.begun, [first, second]);
});

test("A stream waits for those that had ended before its client connected", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: 2 });
  const second = entrance.enter({ begun: 3, ended: undefined });
  await turn();
  entrance.order.begun("a", first);
  await turn();
  assert.deepEqual(entrance.begun, [first]);
  entrance.order.leave("a", first);
  await turn();
  assert.deepEqual(entrance.begun, [first, second]);
});

test("A stream does not wait for plain ones", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: 2 });
  const second = entrance.enter({ begun: 3, ended: 4 });
  const third = entrance.enter({ begun: 5, ended: 6 });
  await turn();
  entrance.order.begun("a", first, true);
  await turn();
  assert.deepEqual(entrance.begun, [first, second]);
  entrance.order.begun("a", second);
  entrance.order.leave("a", first);
  await turn();
  assert.deepEqual(entrance.begun, [first, second]);
  entrance.order.leave("a", second);
  await turn();
  assert.deepEqual(entrance.begun, [first, second, third]);
});

test("A limited number of streams pass at a time, and every experiment makes progress", async () => {
  const entrance = new Entrance();
  const stays = Array.from({ length: 300 }, (_, i) => ({
    begun: 2 * i,
    ended: 2 * i + 1,
  }));
  for (const stay of stays) entrance.enter(stay);
  for (const stay of stays) {
    await turn();
    entrance.order.begun("a", stay, true);
  }
  await turn();
  const most = entrance.begun.length;
  assert.ok(most < stays.length, `${most} at a time`);
  const other = entrance.enter({ begun: 1, ended: 2 }, "b");
  entrance.order.leave("a", stays[0]);
  await turn();
  assert.deepEqual(
    new Set(entrance.begun.slice(most)),
    new Set([other, stays[most]]),
  );
});

test("Other experiments do not wait", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: 2 });
  const other = entrance.enter({ begun: 3, ended: undefined }, "b");
  await turn();
  assert.deepEqual(entrance.begun, [first, other]);
});
