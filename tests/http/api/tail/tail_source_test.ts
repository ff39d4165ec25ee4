import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFoundError, TimeLimitError } from "../../../../archive/errors.ts";
import type { RowsQuery } from "../../../../archive/rows.ts";
import { TailSource } from "../../../../http/api/tail/tail_source.ts";
import { linkRow, someArchive } from "../_support/some_archive.ts";

const QUERY = { experiment: "wifi", table: "radio_link", columns: ["rssi"] };

/** A source over a table with 40 rows, and the times of its queries. */
async function sourceBed(more: Partial<typeof QUERY> = {}) {
  const archive = someArchive();
  const { rows } = archive.contents[0].tables[0];
  const times: number[] = [];
  const source = new TailSource({ ...QUERY, ...more }, (read) => {
    times.push(performance.now());
    return read(archive);
  });
  await source.open();
  const grow = (count: number) => {
    const start = rows.length;
    for (let i = 1; i <= count; i++) rows.push(linkRow(start + i));
  };
  return { archive, source, times, grow };
}

test("reads are a quarter of a second apart, and slower without rows", async () => {
  const { source, times, grow } = await sourceBed();
  const opening = times.length;
  const waiting = source.next(40);
  setTimeout(() => grow(1), 1_700);
  assert.equal((await waiting)?.lastId, 41);
  const own = times.slice(opening);
  const pauses = own.slice(1).map((time, i) => time - own[i]);
  // 250 ms after it was opened, then after 500 ms, and 1 s.
  assert.equal(pauses.length, 2, String(pauses));
  assert.ok(pauses[0] >= 490 && pauses[1] >= 990, String(pauses));
  grow(1);
  const before = performance.now();
  await source.next(41);
  const pause = performance.now() - before;
  assert.ok(pause >= 200 && pause < 900, String(pause));
  source.close();
});

test("nothing is read while nobody waits", async () => {
  const { source, times, grow } = await sourceBed();
  const opening = times.length;
  grow(1);
  assert.equal((await source.next(40))?.lastId, 41);
  const { length } = times;
  assert.equal(length, opening + 1);
  // One that has the same position gets the same step.
  assert.equal((await source.next(40))?.lastId, 41);
  assert.equal(times.length, length);
  source.close();
});

test("one that lags behind gets what it missed, then the same as others", async () => {
  const { source, times, grow } = await sourceBed();
  grow(1);
  await source.next(40);
  grow(1);
  await source.next(41);
  const { length } = times;
  const late = await source.next(10);
  assert.equal(late?.lastId, 42);
  assert.equal(late?.event?.includes('"ids":[11,12,13,'), true);
  assert.equal(late?.event?.includes('"skipped":0'), true);
  assert.equal(times.length, length + 1);
  source.close();
});

test("one that lags far behind gets the last rows, and the number skipped", async () => {
  const { source, grow } = await sourceBed();
  grow(1);
  await source.next(40);
  grow(30_000);
  let last = 41;
  while (last < 30_041) last = (await source.next(last))?.lastId ?? Infinity;
  const step = await source.next(0);
  const { ids, skipped } = JSON.parse(
    /data: (.*)/.exec(step?.event ?? "")?.[1] ?? "",
  );
  assert.equal(ids.at(-1), 30_041);
  assert.equal(skipped, ids[0] - 1);
  assert.ok(ids.length > 5_000 && ids.length <= 10_000, String(ids.length));
  source.close();
});

test("a search that takes too long is passed over", async () => {
  const { archive, source, grow } = await sourceBed();
  const read = archive.rows.bind(archive);
  const isOpening = (query: RowsQuery) => query.limit === 1;
  archive.rows = (experiment, table, query) =>
    isOpening(query)
      ? read(experiment, table, query)
      : Promise.reject(new TimeLimitError(2_000));
  grow(10);
  const step = await source.next(40);
  assert.equal(step?.lastId, 50);
  assert.ok(step?.event?.includes('"skipped":10'));
  const late = await source.next(5);
  assert.equal(late?.lastId, 50);
  assert.ok(late?.event?.includes('"skipped":45'));
  source.close();
});

test("unknown senders, columns and tables fail at once", async () => {
  const archive = someArchive();
  const wrong = [
    { ...QUERY, experiment: "none" },
    { ...QUERY, table: "none" },
    { ...QUERY, columns: ["none"] },
    { ...QUERY, senders: ["none"] },
  ];
  for (const query of wrong) {
    const source = new TailSource(query, (read) => read(archive));
    await assert.rejects(source.open(), NotFoundError);
  }
});

test("a closed source ends all waits at once", async () => {
  const { source } = await sourceBed();
  const waits = [source.next(40), source.next(40), source.next(1_000)];
  source.close();
  assert.deepEqual(await Promise.all(waits), Array(3).fill(undefined));
  assert.equal(await source.next(40), undefined);
});

test("an error reaches all that wait, and the next read is a new one", async () => {
  const { archive, source, grow } = await sourceBed();
  const read = archive.rows.bind(archive);
  archive.rows = () => Promise.reject(new Error("disk I/O error"));
  const waits = [source.next(40), source.next(40)];
  for (const wait of waits) await assert.rejects(wait, /disk I\/O error/);
  archive.rows = read;
  grow(1);
  assert.equal((await source.next(40))?.lastId, 41);
  source.close();
});
