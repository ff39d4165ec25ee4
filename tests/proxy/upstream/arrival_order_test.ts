import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import {
  ArrivalOrder,
  type Stay,
} from "../../../proxy/upstream/arrival_order.ts";

/** Lets streams enter; tells which of them have begun. */
class Entrance {
  readonly order = new ArrivalOrder();
  readonly begun: Stay[] = [];

  enter(stay: Stay, experiment = "a"): Stay {
    this.order.enter(experiment, stay).then(() => this.begun.push(stay));
    return stay;
  }
}

test("Streams begin one after the other, as they came", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: undefined });
  const third = entrance.enter({ begun: 3, ended: undefined });
  const second = entrance.enter({ begun: 2, ended: undefined });
  await immediate();
  assert.deepEqual(entrance.begun, [first]);
  entrance.order.begun("a", first);
  await immediate();
  assert.deepEqual(entrance.begun, [first, second]);
  entrance.order.leave("a", second);
  await immediate();
  assert.deepEqual(entrance.begun, [first, second, third]);
});

test("A stream waits for those that had ended before it came", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: 2 });
  const second = entrance.enter({ begun: 3, ended: undefined });
  entrance.order.begun("a", first);
  await immediate();
  assert.deepEqual(entrance.begun, [first]);
  entrance.order.leave("a", first);
  await immediate();
  assert.deepEqual(entrance.begun, [first, second]);
});

test("Other experiments do not wait", async () => {
  const entrance = new Entrance();
  const first = entrance.enter({ begun: 1, ended: 2 });
  const other = entrance.enter({ begun: 3, ended: undefined }, "b");
  await immediate();
  assert.deepEqual(entrance.begun, [first, other]);
});
