import assert from "node:assert/strict";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

const GOOD = headers({ domain: "a" });

/** Streams that every server rejects, and the reasons. */
const REJECTED = [
  {
    stream: headers({ domain: "b", schemas: ["1 app_m rx-bytes:int32"] }) +
      numbered(0, 1),
    reason: /rx-bytes/,
  },
  {
    stream: GOOD.replace("domain: a\n", "") + numbered(0, 1),
    reason: /domain/,
  },
  {
    stream: headers({ domain: "c", protocol: 6 }) + numbered(0, 1),
    reason: /protocol version/,
  },
  {
    stream: headers({ domain: "d" }).trimEnd() + "\n" + numbered(0, 1),
    reason: /it has no colon/,
  },
];

async function sendAll(proxy: TestProxy, streams: readonly string[]) {
  for (const stream of streams) {
    const client = await proxy.connect();
    await client.send(stream);
    await client.end();
  }
}

/** The STATUS lines of rejected streams. */
async function rejectedLines(proxy: TestProxy): Promise<string[]> {
  const lines = await proxy.command("STATUS");
  return lines.filter((line) => line.includes(" replay=refused "));
}

test("Streams that the server rejects are kept and reported, also after a restart", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(
    server.process.port,
    "--delete-replayed",
  );
  const streams = REJECTED.map(({ stream }) => stream);
  await sendAll(proxy, [...streams, GOOD + numbered(0, 10)]);
  await proxy.command("RESUME");
  assert.match(await proxy.drained(), /^DRAINED 1 \d+ refused=4$/);
  assert.equal(scalar(server.path("a"), "select count(*) from app_m"), 10);
  const check = async () => {
    const lines = await rejectedLines(proxy);
    assert.equal(lines.length, REJECTED.length, lines.join("\n"));
    for (const [i, { stream, reason }] of REJECTED.entries()) {
      assert.equal(proxy.result(i), stream);
      assert.match(lines[i], reason);
    }
  };
  await check();
  assert.match((await proxy.command("STATUS"))[0], / streams=0 .* refused=4$/);
  assert.match(proxy.log, /result: rejected, and kept: .*rx-bytes/);
  assert.doesNotMatch(proxy.log, /: away/, "the server is well");

  await proxy.stop();
  await proxy.startAgain("--delete-replayed");
  await proxy.command("RESUME");
  assert.equal(await proxy.drained(), "DRAINED 0 0 refused=4");
  await check();
});
