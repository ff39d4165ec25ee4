import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address, Runtime } from "../../../ports/runtime.ts";
import { Signal } from "../../../shared/signal.ts";
import { DEFAULT_PROXY_OPTIONS } from "../../../proxy/options.ts";
import { Link } from "../../../proxy/upstream/link.ts";
import { Upstream } from "../../../proxy/upstream/upstream.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";

const host = "127.0.0.1";

/** A runtime whose connections have these ends. */
async function connecting(
  local: Address,
  peer: Address,
  { opened = () => {}, closed = () => {} } = {},
): Promise<Runtime> {
  return {
    ...await thisRuntime(),
    connect: () => {
      opened();
      return Promise.resolve({
        ...{ local, peer, closed: new Promise<void>(() => undefined) },
        write: () => Promise.resolve(),
        end: () => Promise.resolve(),
        close: closed,
      });
    },
  };
}

test("Upstream recognizes its own connection by both ends", async () => {
  const [local, server] = [{ host, port: 40_000 }, { host, port: 3003 }];
  const runtime = await connecting(local, server);
  const replay = { ...DEFAULT_PROXY_OPTIONS.replay, inspectMs: 0 };
  const upstream = new Upstream(runtime, replay, new MemoryLog());
  await upstream.open(new Link(new Signal(), () => true, 0));
  assert.equal(upstream.owns({ local: server, peer: local }), true);
  // A system may use the same port for connections to different servers.
  const clients = { host, port: 3013 };
  assert.equal(upstream.owns({ local: clients, peer: local }), false);
});

for (
  const [name, visits] of [
    ["A client that connects and disconnects by chance is not a loop", 1],
    [
      "A client that connects and disconnects with each connection is a loop",
      Infinity,
    ],
  ] as const
) {
  test(name, async () => {
    const clients = new Set<{ readonly isSilent: boolean }>();
    let left: number = visits;
    const runtime = await connecting({ host, port: 1 }, { host, port: 2 }, {
      opened: () => left-- > 0 && clients.add({ isSilent: true }),
      closed: () => clients.clear(),
    });
    const replay = { ...DEFAULT_PROXY_OPTIONS.replay, inspectMs: 0 };
    const upstream = new Upstream(runtime, replay, new MemoryLog());
    upstream.arrivals = () => new Set(clients);
    let loops = 0;
    upstream.loopDetected = () => loops++;
    const link = new Link(new Signal(), () => loops === 0, 0);
    assert.equal(await upstream.open(link), visits === 1);
    assert.equal(loops, visits === 1 ? 0 : 1);
  });
}
