import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { serving, TestCa } from "../_support/certificates.ts";
import { Stunnel, whyNoStunnel } from "../_support/stunnel.ts";
import { TestServer } from "../_support/test_server.ts";
import { type Case, loadCases, prefixOf } from "../conformance/case.ts";
import { play } from "../conformance/play.ts";
import { canBeDelayed, difference } from "../conformance/relayed.ts";

/** Handshakes of several clients at a time end in any order. */
function hasOrder({ ops }: Case): boolean {
  return ops.filter(({ op }) => op === "open").length <= 1;
}

const cases = loadCases(new RegExp(process.env.OML_CASE ?? ""))
  .filter((testCase) => canBeDelayed(testCase) && hasOrder(testCase));

/** Cases played at a time. */
const AT_ONCE = 32;

test(
  "The golden streams result in the same databases through stunnel and TLS",
  { skip: whyNoStunnel() },
  async () => {
    using ca = new TestCa();
    await using server = await TestServer.start(
      ...serving(ca.issue("server", "DNS:localhost")),
    );
    await using stunnel = await Stunnel.start(server.process.port, ca.ca);
    const bed = {
      port: stunnel.port,
      dataDir: server.dataDir,
      restart: () => Promise.reject(new Error("It must not be restarted")),
      running: true,
    };
    const waiting = cases.values();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (const testCase of waiting) {
        await play(testCase, bed, prefixOf(testCase));
      }
    }));
    assert.equal(await server.stop(), 0);
    assert.ok(cases.length > 100, `${cases.length} cases`);
    const differences = cases.flatMap((testCase) => {
      const found = difference(testCase, server.dataDir);
      return found === undefined ? [] : [`${testCase.id}: ${found}`];
    });
    assert.deepEqual(differences, []);
  },
);
