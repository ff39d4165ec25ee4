import assert from "node:assert/strict";
import { test } from "node:test";
import { type Arrival, LoopCheck } from "../../../proxy/upstream/loop_check.ts";

/** Clients that are connected to a proxy. */
class Clients {
  readonly there = new Set<Arrival>();

  /** Connects a client. */
  arrive(isSilent = true): Arrival {
    const arrival = { isSilent };
    this.there.add(arrival);
    return arrival;
  }

  /** A check of a connection that may lead to these clients. */
  check(): LoopCheck {
    return new LoopCheck(() => new Set(this.there));
  }
}

test("A silent client that disconnects with the connection is the proxy itself", async () => {
  const clients = new Clients();
  clients.arrive();
  const check = clients.check();
  const self = clients.arrive();
  assert.equal(await check.run(() => clients.there.delete(self)), true);
});

test("A client that connected before, or that sends, is another one", async () => {
  const clients = new Clients();
  const earlier = clients.arrive();
  const check = clients.check();
  const talking = clients.arrive(false);
  const back = await check.run(() => {
    clients.there.delete(earlier);
    clients.there.delete(talking);
  });
  assert.equal(back, false);
});

test("A client that stays connected is another one", async () => {
  const clients = new Clients();
  const check = clients.check();
  clients.arrive();
  let closed = 0;
  assert.equal(await check.run(() => closed++), false);
  assert.equal(closed, 1);
});
