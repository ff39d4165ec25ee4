import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatDrained,
  formatStatus,
  type RefusedConnections,
  type StreamStatus,
} from "../../../proxy/control/status.ts";

const STREAM: StreamStatus = {
  path: "/srv/r.1",
  received: 1_000,
  buffered: 300,
  sent: 700,
  acknowledged: undefined,
  dropped: 0,
  rate: 99.6,
  isLive: true,
  replay: "running",
  rejected: undefined,
};

const NOTHING = { addresses: 0, handshakes: 0 };

test("formatStatus() has a line for the proxy and one for each stream", () => {
  const lines = formatStatus({
    state: "running",
    upstream: "server.lab:3003",
    trouble: undefined,
    refused: NOTHING,
    streams: [STREAM],
  });
  assert.deepEqual(lines, [
    "STATUS running upstream=server.lab:3003 clients=1 streams=1 buffered=300",
    "CLIENT /srv/r.1 received=1000 buffered=300 sent=700 acknowledged=- " +
    "rate=100 client=there replay=running",
  ]);
});

test("formatStatus() shows trouble and rejected streams", () => {
  const rejected = 'no "domain"\n';
  const stream = { ...STREAM, acknowledged: 600, dropped: 5, isLive: false };
  const [first, second] = formatStatus({
    state: "paused",
    upstream: "server.lab:3003",
    trouble: "away",
    refused: NOTHING,
    streams: [{ ...stream, rejected }, STREAM],
  });
  assert.equal(
    first,
    "STATUS paused upstream=server.lab:3003 away clients=1 streams=1 " +
      "buffered=600 refused=1",
  );
  assert.match(second, / acknowledged=600 dropped=5 rate=100 client=gone /);
  assert.equal(second.split(" reason=")[1], JSON.stringify(rejected));
});

test("formatStatus() counts refused connections if there are any", () => {
  const first = (refused: RefusedConnections) =>
    formatStatus({
      ...{ state: "running", upstream: "a:1", trouble: undefined },
      ...{ refused, streams: [] },
    })[0];
  const start = "STATUS running upstream=a:1 clients=0 streams=0 buffered=0";
  assert.equal(
    first({ addresses: 2, handshakes: 0 }),
    `${start} ` +
      "refused_addresses=2",
  );
  assert.equal(
    first({ addresses: 2, handshakes: 1 }),
    `${start} ` +
      "refused_addresses=2 refused_handshakes=1",
  );
});

test("formatDrained() mentions rejected streams only if there are any", () => {
  const drained = { clients: 2, bytes: 99, rejected: 0 };
  assert.equal(formatDrained(drained), "DRAINED 2 99");
  assert.equal(
    formatDrained({ ...drained, rejected: 1 }),
    "DRAINED 2 99 refused=1",
  );
});
