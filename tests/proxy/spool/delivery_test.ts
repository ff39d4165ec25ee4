import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Delivery,
  type DeliveryFacts,
  foldDelivery,
} from "../../../proxy/spool/delivery.ts";
import type { Fact } from "../../../proxy/spool/journal_facts.ts";

/** What a journal of `before` and the delivery's news records. */
function journalled(before: readonly Fact[], delivery: Delivery) {
  return foldDelivery([...before, ...delivery.news]);
}

const OFFERED = Infinity;

test("Facts of an old journal without a server survive the first server's name", () => {
  const cases: readonly (readonly [Fact, DeliveryFacts])[] = [
    [{ kind: "acknowledged", offset: 500 }, { acknowledged: 500, sent: 0 }],
    [{ kind: "sent", offset: 700 }, { sent: 700 }],
  ];
  for (const [fact, known] of cases) {
    const delivery = new Delivery(foldDelivery([fact]));
    delivery.turnTo("b:1");
    assert.deepEqual(journalled([fact], delivery), {
      ...{ server: "b:1", offered: OFFERED },
      ...known,
    });
  }
});

test("Facts of another server are dropped, in the journal too", () => {
  const before: readonly Fact[] = [
    { kind: "server", name: "a:1" },
    { kind: "acknowledged", offset: 500 },
    { kind: "refused", reason: "It says so" },
  ];
  const delivery = new Delivery(foldDelivery(before));
  delivery.turnTo("b:1");
  assert.equal(delivery.taken, 0);
  assert.deepEqual(journalled(before, delivery), {
    ...{ server: "b:1", sent: 0, offered: OFFERED },
  });
});

test("A server that has fallen silent still has what it reported", () => {
  const before: readonly Fact[] = [
    { kind: "server", name: "a:1" },
    { kind: "acknowledged", offset: 500 },
  ];
  const delivery = new Delivery(foldDelivery(before));
  delivery.fallSilent();
  assert.deepEqual(journalled(before, delivery), {
    ...{ server: "a:1", sent: 500, offered: OFFERED },
  });
});
