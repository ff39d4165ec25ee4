import assert from "node:assert/strict";
import { test } from "node:test";
import { waitFor } from "../../_support/wait_for.ts";
import { someArchive } from "./_support/some_archive.ts";
import { TestApi } from "./_support/test_api.ts";

test("an unknown address is an error with a hint", async () => {
  const api = TestApi.of(someArchive());
  for (const path of ["", "/", "/none", "/experiments/", "/experiments/a/b"]) {
    assert.deepEqual(await api.error(path), [
      "404",
      "no such address",
      "GET /api/v1/openapi.json describes all addresses",
    ], path);
  }
});

test("other methods are errors that name the right ones", async () => {
  const api = TestApi.of(someArchive());
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const response = await api.fetch("/experiments/wifi", { method });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  }
  assert.deepEqual(await api.error("/proxy/commands"), [
    "405",
    "no method GET at this address",
    "use POST",
  ]);
});

test("HEAD has the headers of GET", async () => {
  const api = TestApi.of(someArchive());
  const response = await api.fetch("/experiments", { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "");
});

test("an unexpected error is logged, and its answer has no details", async () => {
  const archive = someArchive();
  archive.describe = () => Promise.reject(new TypeError("x is undefined"));
  const api = TestApi.of(archive);
  assert.deepEqual(await api.error("/experiments/wifi"), [
    "500",
    "an unexpected error occurred",
    "the log of the program has the details",
  ]);
  assert.deepEqual(api.log.lines, [
    "error: HTTP: GET /api/v1/experiments/wifi failed: x is undefined",
  ]);
});

test("errors at the end of the program are not logged as faults", async () => {
  const archive = someArchive();
  archive.describe = () => Promise.reject(new Error("closed"));
  const api = TestApi.of(archive);
  api.close();
  const [status, message] = await api.error("/experiments/wifi");
  assert.deepEqual([status, message], ["503", "the program is stopping"]);
  assert.deepEqual(api.log.of("error"), []);
});

test("queries beyond the bounds are answered with 429", async () => {
  const archive = someArchive();
  const describe = archive.describe.bind(archive);
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  archive.describe = async (experiment) => {
    most = Math.max(most, ++running);
    await new Promise<void>((end) => ends.push(end));
    running--;
    return await describe(experiment);
  };
  const api = TestApi.of(archive, { runningQueries: 2, waitingQueries: 3 });
  await api.check();
  const get = () => api.fetch("/experiments/wifi");
  const asked = Array.from({ length: 5 }, get);
  await waitFor("two queries", () => ends.length === 2);
  const refused = await get();
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "1");
  for (let i = 0; i < 5; i++) {
    await waitFor("a query", () => ends.length > i);
    ends[i]();
  }
  const answers = await Promise.all(asked);
  assert.deepEqual(answers.map(({ status }) => status), Array(5).fill(200));
  assert.equal(most, 2);
  ends.length = 0;
  const again = get();
  await waitFor("a query", () => ends.length === 1);
  ends[0]();
  assert.equal((await again).status, 200);
});
