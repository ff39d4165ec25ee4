import assert from "node:assert/strict";
import { test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

for (const journal of ["wal", "delete"]) {
  test(`After a kill -9 every row that a reader has seen is stored (journal: ${journal})`, async () => {
    await using server = await TestServer.start(`--journal=${journal}`);
    const client = await server.client({ domain: "a" }, numbered(0, 5_000));
    await server.sees(5_000, "a");
    const flood = client.send(numbered(5_000, 50_000)).catch(() => undefined);
    await server.process.kill();
    client.destroy();
    await flood;

    await server.startAgain(`--journal=${journal}`);
    const next = await server.client({ domain: "a", sender: "s2" });
    await next.end();
    await server.closes("a");
    const path = server.path("a");
    assert.equal(scalar(path, "pragma integrity_check"), "ok");
    const [{ n, last }] = query(
      path,
      "select count(*) as n, max(seq) as last from app_m",
    );
    assert.ok(Number(n) >= 5_000, `${n} rows`);
    assert.equal(last, Number(n) - 1, "none is missing in between");
    assert.deepEqual(query(path, "select * from _senders order by id"), [
      { name: "s1", id: 1 },
      { name: "s2", id: 2 },
    ]);
  });
}

test("A killed server does not lock its directory for the next one", async () => {
  await using server = await TestServer.start();
  await server.process.kill();
  await server.startAgain();
  assert.equal(await server.stop(), 0);
});
