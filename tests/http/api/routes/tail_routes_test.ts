import assert from "node:assert/strict";
import { test } from "node:test";
import { ArchiveError } from "../../../../archive/errors.ts";
import type { RowsQuery } from "../../../../archive/rows.ts";
import type { ApiLimits } from "../../../../http/api/api_context.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { EventReader } from "../_support/event_reader.ts";
import { linkRow, someArchive } from "../_support/some_archive.ts";
import { TestApi } from "../_support/test_api.ts";

const TAIL = "/experiments/wifi/tables/radio_link/tail";

/** An archive that grows, the API over it, and the queries for rows. */
function tailBed(limits?: Partial<ApiLimits>) {
  const archive = someArchive();
  const api = TestApi.of(archive, limits);
  const { rows } = archive.contents[0].tables[0];
  const queries: RowsQuery[] = [];
  const read = archive.rows.bind(archive);
  archive.rows = (experiment, table, query) => {
    queries.push(query);
    return read(experiment, table, query);
  };
  const grow = (count: number) => {
    const start = rows.length;
    for (let i = 1; i <= count; i++) rows.push(linkRow(start + i));
  };
  const follow = async (query = "", init: RequestInit = {}) =>
    new EventReader(await api.fetch(`${TAIL}${query}`, init));
  return { archive, api, queries, grow, follow };
}

test("a tail has the rows that arrive from now on", async () => {
  const { api, grow, follow } = tailBed();
  const events = await follow("?columns=rssi");
  grow(2);
  const rows = await events.rows();
  assert.deepEqual(rows, {
    ids: [41, 42],
    senders: ["node1", "node2"],
    seqs: [21, 21],
    client: [4, 4.1],
    server: [4.003, 4.103],
    values: { rssi: [-61, -62] },
    lastId: 42,
    more: false,
    skipped: 0,
  });
  (await api.check()).checkSchema("Tail", rows);
  grow(1);
  assert.deepEqual((await events.rows()).ids, [43]);
  await events.close();
});

test("a tail has its headers", async () => {
  const { api } = tailBed();
  const response = await api.fetch(TAIL);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("cache-control"), "no-store");
  const events = new EventReader(response);
  assert.equal((await events.next())?.text, "retry: 1000");
  await events.close();
});

test("a tail starts after an id, and only has the chosen senders", async () => {
  const { follow } = tailBed();
  const events = await follow("?after=36&senders=node2");
  assert.deepEqual((await events.rows()).ids, [38, 40]);
  await events.close();
});

test("Last-Event-ID goes on where the last connection ended", async () => {
  const { grow, follow } = tailBed();
  const first = await follow();
  grow(1);
  const { lastId } = await first.rows();
  await first.close();
  grow(3);
  const headers = { "last-event-id": String(lastId) };
  const second = await follow("?after=0", { headers });
  assert.deepEqual((await second.rows()).ids, [42, 43, 44]);
  await second.close();
});

test("an id beyond the table's last one starts with new rows", async () => {
  const { grow, follow } = tailBed();
  const events = await follow("?after=1000");
  grow(1);
  assert.deepEqual((await events.rows()).ids, [41]);
  await events.close();
});

test("comments show that a quiet tail is alive", async () => {
  const { grow, follow } = tailBed({ pingMs: 20 });
  const events = await follow();
  await events.next();
  assert.equal((await events.next())?.text, ": ping");
  assert.equal((await events.next())?.text, ": ping");
  grow(1);
  assert.deepEqual((await events.rows()).ids, [41]);
  await events.close();
});

test("many tails of the same rows share their queries", async () => {
  const { queries, grow, follow } = tailBed();
  const all = await Promise.all(Array.from({ length: 20 }, () => follow()));
  const opening = queries.length;
  for (let i = 1; i <= 3; i++) {
    grow(1);
    const found = await Promise.all(all.map((events) => events.rows()));
    assert.ok(found.every(({ lastId }) => lastId === 40 + i));
  }
  // Each step may come between two polls.
  assert.ok(queries.length - opening <= 6, `${queries.length - opening}`);
  await Promise.all(all.map((events) => events.close()));
});

test("nothing is read for a tail that is not read", async () => {
  const { archive, api, queries, grow } = tailBed();
  const response = await api.fetch(TAIL);
  const opening = queries.length;
  grow(10);
  await assert.rejects(
    waitFor("a query", () => queries.length > opening, 600),
  );
  const events = new EventReader(response);
  assert.equal((await events.rows()).lastId, 50);
  await events.close();
  assert.equal(archive.contents[0].tables[0].rows.length, 50);
});

test("a tail that cannot follow a flood says what it skipped", async () => {
  const { grow, follow } = tailBed();
  const events = await follow("?columns=rssi");
  let seen = 0;
  let skipped = 0;
  let last = 40;
  for (let i = 0; i < 4; i++) {
    grow(50_000);
    const rows = await events.rows();
    assert.ok(rows.ids.length <= 10_000);
    assert.equal(rows.ids[0] - last - 1, rows.skipped);
    seen += rows.ids.length;
    skipped += rows.skipped;
    last = rows.lastId;
  }
  assert.ok(skipped > 100_000, `${skipped}`);
  assert.equal(seen + skipped + 40, last);
  // It is never far behind.
  assert.equal(last, 200_040);
  // Once the flood is over, nothing is skipped.
  grow(100);
  await events.rows();
  grow(100);
  assert.equal((await events.rows()).skipped, 0);
  await events.close();
});

test("an event has about a mebibyte at most", async () => {
  const { archive, follow } = tailBed();
  const { rows } = archive.contents[0].tables[0];
  const taps = Array.from({ length: 1_000 }, (_, i) => i / 7);
  rows[39] = { ...linkRow(40), values: { taps } };
  const events = await follow("?columns=taps");
  for (let id = 41; id <= 1_000; id++) {
    rows.push({ ...linkRow(id), values: { taps } });
  }
  const first = await events.rows();
  assert.ok(first.ids.length < 100, `${first.ids.length}`);
  await events.close();
});

test("at most so many tails are open, and closing one makes room", async () => {
  const { api, follow } = tailBed({ tails: 2 });
  const first = await follow();
  const second = await follow();
  const response = await api.fetch(TAIL);
  assert.equal(response.headers.get("retry-after"), "5");
  assert.deepEqual(await api.error(TAIL), [
    "429",
    "2 live views are open already",
    "close some of them",
  ]);
  await first.close();
  await (await follow()).close();
  await second.close();
});

test("a failed or HEAD request takes no place", async () => {
  const { api, follow } = tailBed({ tails: 1 });
  for (let i = 0; i < 3; i++) {
    await api.fetch(TAIL, { method: "HEAD" });
    await api.error("/experiments/wifi/tables/none/tail");
    await api.error(`${TAIL}?senders=none`);
    await api.error(`${TAIL}?columns=none`);
  }
  await (await follow()).close();
});

test("tails end when the program stops", async () => {
  const { api, follow } = tailBed();
  const events = await follow();
  await events.next();
  api.close();
  assert.equal(await events.next(), undefined);
});

test("a tail that is not read for long is ended", async () => {
  const { api, follow } = tailBed({ tails: 1, patienceMs: 20 });
  await api.fetch(TAIL);
  await waitFor("room for a tail", async () => {
    const response = await api.fetch(TAIL, { method: "HEAD" });
    return response.status === 200;
  });
  await (await follow()).close();
});

test("an archive that fails ends the tail with an event", async () => {
  const { archive, api, follow } = tailBed();
  const events = await follow();
  await events.next();
  archive.rows = () =>
    Promise.reject(new ArchiveError("/srv/oml/wifi.sq3: it is gone"));
  const fault = await events.next();
  assert.equal(fault?.event, "fault");
  const answer = JSON.parse(fault?.data ?? "");
  assert.deepEqual(answer, { error: { message: "wifi.sq3: it is gone" } });
  (await api.check()).checkSchema("Error", answer);
  assert.equal(await events.next(), undefined);
  assert.equal(api.log.of("warn").length, 1);
});
