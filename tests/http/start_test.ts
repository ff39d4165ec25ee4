import assert from "node:assert/strict";
import { test } from "node:test";
import { startHttp } from "../../http/start.ts";
import type { HttpOptions } from "../../ports/http.ts";
import { thisRuntime } from "../_support/this_runtime.ts";
import { TestSite } from "./_support/test_site.ts";

const runtime = await thisRuntime();
const place = { host: "127.0.0.1", port: 0 };

test("Before a site is shown, HTTP is alive but not ready", async () => {
  const http = await startHttp(runtime, place);
  const ask = (path: string) => fetch(`${http.url}${path}`);
  assert.deepEqual(await (await ask("healthz")).json(), { alive: true });
  const ready = await ask("readyz");
  assert.equal(ready.status, 503);
  assert.deepEqual(await ready.json(), { ready: false, reason: "starting" });
  const page = await ask("");
  assert.deepEqual([page.status, page.headers.get("retry-after")], [503, "1"]);
  await page.body?.cancel();
  http.show(new TestSite());
  assert.deepEqual(await (await ask("readyz")).json(), { ready: true });
  await http.close();
});

test("A stop does not wait long for answers", async () => {
  const http = await startHttp(runtime, place);
  const asked = Promise.withResolvers<void>();
  const { version, since, kind, log, isReady } = new TestSite();
  http.show({
    ...{ version, since, kind, log, isReady },
    metrics: () => {
      asked.resolve();
      return new Promise(() => {});
    },
  });
  const answer = fetch(`${http.url}metrics`).then(
    () => "answered",
    () => "cut",
  );
  await asked.promise;
  const began = performance.now();
  await http.close();
  assert.ok(performance.now() - began < 3_000);
  assert.equal(await answer, "cut");
  await assert.rejects(fetch(http.url));
});

test("The address is one that a browser on this machine can use", async () => {
  const server = { address: { host: "", port: 8080 }, close: async () => {} };
  const urlOf = async (host?: string) => {
    const serveHttp = () => Promise.resolve(server);
    return (await startHttp({ serveHttp }, { host, port: 0 })).url;
  };
  assert.equal(await urlOf(), "http://localhost:8080/");
  assert.equal(await urlOf("0.0.0.0"), "http://localhost:8080/");
  assert.equal(await urlOf("::"), "http://localhost:8080/");
  assert.equal(await urlOf("127.0.0.1"), "http://127.0.0.1:8080/");
  assert.equal(await urlOf("::1"), "http://[::1]:8080/");
  assert.equal(await urlOf("server.lab"), "http://server.lab:8080/");
});

test("Failures are logged, also those before there is a log", async () => {
  let fail: HttpOptions["failed"] = assert.fail;
  const http = await startHttp({
    serveHttp: ({ failed }) => {
      fail = failed;
      const address = { host: "", port: 1 };
      return Promise.resolve({ address, close: async () => {} });
    },
  }, place);
  fail(new Error("too early"));
  const site = new TestSite();
  http.show(site);
  fail(new Error("too many open files"));
  const warnings = site.log.of("warn").join("\n");
  assert.match(warnings, /: too early\n.*: too many open files/);
});
