import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeLimitError } from "../../../../archive/errors.ts";
import type { Rows } from "../../../../archive/rows.ts";
import { CsvPages } from "../../../../http/api/csv/csv_pages.ts";

/** Rows 1 to `last` of a table with a long text, and the limits asked for. */
function longTable(last: number, text: string) {
  const limits: number[] = [];
  const read = (
    { after = 0, limit }: { after?: number; limit: number },
  ): Promise<Rows> => {
    limits.push(limit);
    const length = Math.min(limit, last - after);
    const ids = Array.from({ length }, (_, i) => after + i + 1);
    return Promise.resolve({
      ids,
      senders: ids.map(() => "a"),
      seqs: ids,
      client: ids,
      server: ids,
      values: { x: ids.map(() => text) },
      lastId: after + length,
      more: after + length < last,
    });
  };
  return { limits, read };
}

async function parts(pages: CsvPages): Promise<string[]> {
  const all: string[] = [];
  await pages.open();
  for (;;) {
    const part = await pages.next();
    if (part === undefined) return all;
    all.push(part);
  }
}

const lineOf = (id: number, text: string) => `a,${id},${id},${id},${text}\r\n`;

test("all rows up to the last id are written once", async () => {
  const { read } = longTable(30_000, "x");
  const pages = new CsvPages({
    columns: ["x"],
    lastId: 25_000,
    read,
    closed: () => undefined,
  });
  const lines = Array.from({ length: 25_000 }, (_, i) => lineOf(i + 1, "x"));
  const header = "sender,seq,client_time,server_time,x\r\n";
  assert.equal((await parts(pages)).join(""), header + lines.join(""));
});

test("parts have about a quarter of a mebibyte, however long the rows are", async () => {
  const text = "x".repeat(10_000);
  const { read, limits } = longTable(2_000, text);
  const pages = new CsvPages({
    columns: ["x"],
    lastId: 2_000,
    read,
    closed: () => undefined,
  });
  await parts(pages);
  assert.ok(limits.slice(1).every((limit) => limit > 20 && limit <= 26));
});

test("a part that takes too long is read in smaller ones", async () => {
  const { read, limits } = longTable(100, "x");
  const pages = new CsvPages({
    columns: ["x"],
    lastId: 100,
    read: (query) =>
      query.limit > 50
        ? (limits.push(query.limit), Promise.reject(new TimeLimitError(2_000)))
        : read(query),
    closed: () => undefined,
  });
  const all = await parts(pages);
  assert.equal(all.join("").split("\r\n").length, 102);
  assert.deepEqual(limits.slice(0, 2), [100, 25]);
});

test("an empty table is a header", async () => {
  const { read } = longTable(0, "x");
  const pages = new CsvPages({
    columns: [],
    lastId: 0,
    read,
    closed: () => undefined,
  });
  const header = "sender,seq,client_time,server_time\r\n";
  assert.deepEqual(await parts(pages), [header]);
});

test("an archive that does not move on is an error, not a short file", async () => {
  const { read } = longTable(100, "x");
  const pages = new CsvPages({
    columns: ["x"],
    lastId: 100,
    read: async () => ({ ...await read({ limit: 0 }), more: true }),
    closed: () => undefined,
  });
  await assert.rejects(pages.open(), /does not move on/);
});
