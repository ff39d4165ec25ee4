import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { test } from "node:test";
import type { Archive } from "../../../archive/archive.ts";
import type { RowsQuery } from "../../../archive/rows.ts";
import type { ApiLimits } from "../../../http/api/api_context.ts";
import { apiRoutes } from "../../../http/api/api_routes.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { EventReader } from "./_support/event_reader.ts";
import { linkRow, someArchive } from "./_support/some_archive.ts";

const TABLE = "/api/v1/experiments/wifi/tables/radio_link";

/** The API behind a port of this runtime, until it is disposed of. */
async function serve(archive: Archive, limits: Partial<ApiLimits> = {}) {
  const closing = new AbortController();
  const log = new MemoryLog();
  const app = apiRoutes({
    kind: "view",
    version: "1.2.3",
    since: 0,
    archive,
    isReady: () => Promise.resolve({ ready: true }),
    log,
    closing: closing.signal,
  }, limits);
  const server = await (await thisRuntime()).serveHttp({
    port: 0,
    host: "127.0.0.1",
    handler: (request) => app.fetch(request),
    failed: (error) => assert.fail(error),
  });
  const { port } = server.address;
  return {
    log,
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () => closing.abort(),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await server.close(1_000);
    },
  };
}

/** Sends a request, and does not read the answer beyond its first bytes. */
async function ask(port: number, path: string): Promise<Socket> {
  const socket = createConnection({ port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(socket, "data");
  socket.pause();
  return socket;
}

/** Counts the queries for rows. */
function counted(archive: ReturnType<typeof someArchive>) {
  const queries: RowsQuery[] = [];
  const read = archive.rows.bind(archive);
  archive.rows = (experiment, table, query) => {
    queries.push(query);
    return read(experiment, table, query);
  };
  return queries;
}

/** Resolves once there were no more queries for a second. */
async function quiet(queries: readonly unknown[]): Promise<void> {
  let seen = -1;
  let since = 0;
  await waitFor("an end of the queries", () => {
    if (queries.length !== seen) {
      seen = queries.length;
      since = performance.now();
    }
    return performance.now() - since > 1_000;
  });
}

test("a tail that is not read stops reading the archive, and goes on", async () => {
  const archive = someArchive();
  const { rows } = archive.contents[0].tables[0];
  const queries = counted(archive);
  await using server = await serve(archive);
  const socket = await ask(server.port, `${TABLE}/tail?columns=peer`);
  const peer = "x".repeat(10_000);
  const flood = setInterval(() => {
    for (let i = 0; i < 100; i++) {
      rows.push({ ...linkRow(rows.length + 1), values: { peer } });
    }
  }, 50);
  try {
    await quiet(queries);
  } finally {
    clearInterval(flood);
  }
  const { length } = queries;
  socket.resume();
  await waitFor("more queries", () => queries.length > length);
  socket.destroy();
});

test("a download that is not read stops reading the archive", async () => {
  const archive = someArchive(1_000);
  const peer = "x".repeat(50_000);
  const { rows } = archive.contents[0].tables[0];
  for (let i = 0; i < rows.length; i++) {
    rows[i] = { ...rows[i], values: { peer } };
  }
  const queries = counted(archive);
  await using server = await serve(archive);
  const socket = await ask(server.port, `${TABLE}/rows.csv?columns=peer`);
  await quiet(queries);
  const read = queries.at(-1)?.after ?? 0;
  assert.ok(read < 900, `${read} rows were read`);
  let bytes = 0;
  socket.on("data", (chunk) => bytes += chunk.length);
  socket.resume();
  await waitFor("all rows", () => bytes > 990 * 50_000);
  socket.destroy();
});

test("a client that disconnects makes room", async () => {
  const limits = { tails: 1, downloads: 1, pingMs: 50 };
  await using server = await serve(someArchive(10_000), limits);
  for (const path of [`${TABLE}/tail`, `${TABLE}/rows.csv`]) {
    const socket = await ask(server.port, path);
    socket.destroy();
    await waitFor("room", async () => {
      const response = await fetch(server.url + path);
      await response.body?.cancel();
      return response.status === 200;
    });
  }
});

test("a tail goes on over a new connection", async () => {
  const archive = someArchive();
  const { rows } = archive.contents[0].tables[0];
  await using server = await serve(archive);
  const first = new EventReader(await fetch(`${server.url}${TABLE}/tail`));
  rows.push(linkRow(41));
  const { lastId } = await first.rows();
  await first.close();
  rows.push(linkRow(42));
  const second = new EventReader(
    await fetch(`${server.url}${TABLE}/tail`, {
      headers: { "last-event-id": String(lastId) },
    }),
  );
  assert.deepEqual((await second.rows()).ids, [42]);
  server.stop();
  assert.equal(await second.next(), undefined);
});

test("a download that cannot be completed is a broken connection", async () => {
  const archive = someArchive(30_000);
  const read = archive.rows.bind(archive);
  archive.rows = (experiment, table, query) =>
    (query.after ?? 0) > 2_000
      ? Promise.reject(new Error("disk I/O error"))
      : read(experiment, table, query);
  await using server = await serve(archive);
  await assert.rejects(async () => {
    const response = await fetch(`${server.url}${TABLE}/rows.csv`);
    assert.equal(response.status, 200);
    await response.text();
  }, { name: "TypeError" });
  assert.equal(server.log.of("warn").length, 1);
});

test("HEAD, other methods and odd paths are answered", async () => {
  await using server = await serve(someArchive());
  const cases: readonly [string, string, number][] = [
    ["HEAD", `${TABLE}/tail`, 200],
    ["HEAD", `${TABLE}/rows.csv`, 200],
    ["HEAD", "/api/v1/site", 200],
    ["PUT", "/api/v1/site", 405],
    ["GET", "/api/v1/experiments/%E0%A4%A", 404],
    ["GET", "/api/v1/experiments/%00", 404],
    ["GET", "/api/v1/experiments/..%2f..%2fetc%2fpasswd", 404],
  ];
  for (const [method, path, status] of cases) {
    const response = await fetch(server.url + path, { method });
    assert.equal(response.status, status, `${method} ${path}`);
    await response.body?.cancel();
  }
});
