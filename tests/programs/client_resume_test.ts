import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { test } from "node:test";
import { makeClient } from "../client/_support/make_client.ts";
import { freePort } from "../_support/free_port.ts";
import { query } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

for (const [content, kills] of [["text", 2], ["binary", 1]] as const) {
  test(`Each tuple of a resuming client is stored once, however often the server is killed (${content})`, async () => {
    const port = await freePort();
    await using server = await TestServer.start("-l", `${port}`);
    const client = makeClient(`127.0.0.1:${port}`, {
      content,
      resume: true,
      bufferBytes: 50_000,
    });
    const points = [client.define("m0", "n:int32 text:string")];
    let injected = 0;
    let killing = true;
    const producing = (async () => {
      while (killing || injected % 100 !== 0) {
        await client.room();
        points[injected % points.length].inject(injected, `text ${injected}`);
        injected++;
        if (injected % 50 === 0) await delay(1);
      }
    })();
    for (let i = 1; i <= kills; i++) {
      const before = client.delivered;
      await waitFor(
        "more to be stored",
        () => client.delivered > before,
        9_000,
      );
      await server.process.kill();
      points.push(client.define(`m${i}`, "n:int32 text:string"));
      await server.startAgain("-l", `${port}`);
    }
    killing = false;
    await producing;
    await client.close({ timeout: 30_000 });
    assert.equal(await server.stop(), 0);
    const all = points.map((_, i) => `select n, text from app_m${i}`);
    const [counts] = query(
      server.path("demo"),
      "select count(*) as n, count(distinct n) as d, max(n) + 1 as m, " +
        `sum(text = 'text ' || n) as t from (${all.join(" union all ")})`,
    );
    const n = injected;
    assert.ok(n > 1_000);
    assert.deepEqual(counts, { n, d: n, m: n, t: n });
  });
}
