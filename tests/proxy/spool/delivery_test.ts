import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Delivery,
  type DeliveryFacts,
  foldDelivery,
} from "../../../proxy/spool/delivery.ts";
import type { Fact } from "../../../proxy/spool/journal_facts.ts";

/** What a journal of `before` says when what is new was added to it. */
function journalled(before: readonly Fact[], delivery: Delivery) {
  return foldDelivery([...before, ...delivery.news]);
}

const OFFERED = Infinity;

test("What an old journal says, which names no server, outlives the first name", () => {
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

test("What is known of another server is gone, in the journal too", () => {
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

test("A server that has fallen silent has what it had told", () => {
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
