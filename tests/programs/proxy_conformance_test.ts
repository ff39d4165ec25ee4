import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { type Case, loadCases, prefixOf } from "../conformance/case.ts";
import { play } from "../conformance/play.ts";
import { canBeDelayed, difference } from "../conformance/relayed.ts";

const cases = loadCases(new RegExp(process.env.OML_CASE ?? ""))
  .filter(canBeDelayed);

/**
 * Cases run at a time. With all of them a busy machine delays clients for
 * seconds between connection and first byte, and the proxy then orders them by
 * the latter.
 */
const AT_ONCE = 32;

for (const chunk of [undefined, 1]) {
  const how = chunk === undefined ? "as they are" : "byte by byte";
  test(`The golden streams, ${how}, result in the same databases through the proxy`, async () => {
    await using server = await TestServer.start();
    await using proxy = await TestProxy.start(server.process.port);
    const bed = {
      port: proxy.port,
      dataDir: server.dataDir,
      restart: () => Promise.reject(new Error("It must not be restarted")),
      get running(): boolean {
        return proxy.running;
      },
    };
    const waiting = cases.values();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (const testCase of waiting) {
        await play(cutInto(testCase, chunk), bed, prefixOf(testCase));
      }
    }));
    await proxy.command("OMLPROXY-RESUME");
    await proxy.drained(60_000);
    assert.equal(await proxy.stop(), 0);
    assert.equal(await server.stop(), 0);
    const differences = cases.flatMap((testCase) => {
      const found = difference(testCase, server.dataDir);
      return found === undefined ? [] : [`${testCase.id}: ${found}`];
    });
    assert.deepEqual(differences, []);
  });
}

function cutInto(testCase: Case, chunk: number | undefined): Case {
  if (chunk === undefined) return testCase;
  const ops = testCase.ops.map((operation) =>
    operation.op === "send" ? { ...operation, chunk, gap_ms: 0 } : operation
  );
  return { ...testCase, ops };
}
