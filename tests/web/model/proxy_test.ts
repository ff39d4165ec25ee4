import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { StreamStatus } from "../../../proxy/control/status.ts";
import type { ProxyAnswer } from "../../../web/api/answers.ts";
import {
  backlogOf,
  progressText,
  proxySentence,
  proxyTroubles,
  timeLeft,
  usefulCommands,
} from "../../../web/model/proxy.ts";

function stream(rest: Partial<StreamStatus> = {}): StreamStatus {
  return {
    path: "exp/n1.oml",
    received: 4096,
    buffered: 2048,
    sent: 2048,
    acknowledged: undefined,
    dropped: 0,
    rate: 0,
    isLive: true,
    replay: "waiting",
    rejected: undefined,
    ...rest,
  };
}

function proxy(rest: Partial<ProxyAnswer> = {}): ProxyAnswer {
  return {
    state: "running",
    upstream: "server.lab:3003",
    trouble: undefined,
    refused: { addresses: 0, handshakes: 0 },
    streams: [stream(), stream({ isLive: false })],
    ...rest,
  };
}

const texts = (rest: Partial<ProxyAnswer>) =>
  [proxySentence(proxy(rest)), ...proxyTroubles(proxy(rest))]
    .map(({ text }) => text);

describe("a proxy", () => {
  it("has a backlog", () => {
    const streams = [
      stream(),
      stream({ isLive: false, dropped: 3, rejected: "bad header" }),
    ];
    assert.deepEqual(backlogOf(streams), {
      ...{ clients: 1, streams: 2, bytes: 4096, dropped: 3, rejected: 1 },
    });
  });

  it("says what it does", () => {
    assert.deepEqual(proxySentence(proxy()), {
      tone: "good",
      text: "The proxy sends to server.lab:3003; 4.00 KiB left to send.",
    });
    assert.deepEqual(proxyTroubles(proxy()), []);
    assert.deepEqual(texts({ streams: [] }), [
      "The proxy passes everything on to server.lab:3003; nothing is left to " +
      "send.",
    ]);
    assert.deepEqual(texts({ state: "paused" }), [
      "The proxy is paused; 4.00 KiB buffered.",
    ]);
    assert.deepEqual(texts({ state: "stopped" }), [
      "The proxy is stopped; 4.00 KiB buffered.",
    ]);
  });

  it("says what is wrong", () => {
    assert.equal(
      texts({ trouble: "away" })[1],
      "server.lab:3003 does not answer.",
    );
    assert.equal(
      texts({ trouble: "not-oml" })[1],
      "server.lab:3003 is not an OML server.",
    );
    const streams = [stream({ rejected: "bad header", dropped: 1024 })];
    assert.deepEqual(texts({ streams }).slice(1), [
      "1 stream is rejected.",
      "1.00 KiB were dropped because the spool was full.",
    ]);
  });

  it("takes the commands that change something", () => {
    assert.deepEqual([...usefulCommands("running")], ["PAUSE", "STOP"]);
    assert.deepEqual([...usefulCommands("paused")], ["RESUME"]);
  });
});

describe("the progress of a replay", () => {
  it("has figures, and the time left", () => {
    const progress = {
      sent: 2 ** 20,
      total: 3 * 2 ** 20,
      tuples: 1,
      rate: 2 ** 17,
    };
    assert.equal(timeLeft(progress), 16);
    assert.equal(
      progressText(progress),
      "1.00 MiB of 3.00 MiB · 1 tuple · 128 KiB/s · 16 s left",
    );
  });

  it("has no time left while nothing moves", () => {
    const progress = { sent: 0, total: 1024, tuples: 0, rate: 0 };
    assert.equal(timeLeft(progress), undefined);
    assert.equal(progressText(progress), "0 B of 1.00 KiB · 0 tuples · 0 B/s");
  });
});
