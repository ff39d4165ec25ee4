import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeLimitError } from "../../../../archive/errors.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { someArchive } from "../_support/some_archive.ts";
import { TestApi } from "../_support/test_api.ts";

const CSV = "/experiments/wifi/tables/radio_link/rows.csv";

async function download(api: TestApi, query = ""): Promise<string> {
  const response = await api.fetch(`${CSV}${query}`);
  assert.equal(response.status, 200);
  return await response.text();
}

test("a download has all columns and rows", async () => {
  const text = await download(TestApi.of(someArchive(2)));
  assert.equal(
    text,
    "sender,seq,client_time,server_time,rssi,up,peer,taps,frame\r\n" +
      'node1,1,0,0.003,-61,true,"peer, ""1""","[1,null,0.5]",AAEC\r\n' +
      'node2,1,0.1,0.103,-62,true,"peer, ""2""","[2,null,0.5]",AAEC\r\n',
  );
});

test("a download has the chosen columns and rows", async () => {
  const query = "?columns=up&columns=rssi&senders=node2&from=3.8";
  assert.equal(
    await download(TestApi.of(someArchive()), query),
    "sender,seq,client_time,server_time,up,rssi\r\n" +
      "node2,20,3.9,3.903,true,-60\r\n",
  );
});

test("a download has a type and a name", async () => {
  const response = await TestApi.of(someArchive()).fetch(CSV);
  assert.equal(
    response.headers.get("content-type"),
    "text/csv; charset=utf-8; header=present",
  );
  assert.equal(
    response.headers.get("content-disposition"),
    'attachment; filename="wifi-radio_link.csv"',
  );
  await response.body?.cancel();
});

test("a large table is read while it is sent", async () => {
  const archive = someArchive(50_000);
  const read = archive.rows.bind(archive);
  let queries = 0;
  archive.rows = (...args) => {
    queries++;
    return read(...args);
  };
  const api = TestApi.of(archive);
  const response = await api.fetch(CSV);
  const opening = queries;
  const text = await response.text();
  assert.ok(opening <= 2 && queries > 4, `${opening}, ${queries}`);
  assert.equal(text.split("\r\n").length, 50_002);
});

test("rows that arrive during a download are no part of it", async () => {
  const archive = someArchive(3_000);
  const response = await TestApi.of(archive).fetch(`${CSV}?columns=rssi`);
  const { rows } = archive.contents[0].tables[0];
  rows.push({ ...rows[0], id: 3_001 });
  const text = await response.text();
  assert.equal(text.split("\r\n").length, 3_002);
});

test("errors before the first row are answers", async () => {
  const archive = someArchive();
  const api = TestApi.of(archive, { downloads: 1 });
  const cases = [
    ["/experiments/none/tables/radio_link/rows.csv", 'no experiment "none"'],
    ["/experiments/wifi/tables/none/rows.csv", 'no table "none"'],
    [`${CSV}?columns=none`, 'no column "none"'],
    [`${CSV}?senders=none`, 'no sender "none"'],
  ];
  for (const [path, message] of cases) {
    const [status, found] = await api.error(path);
    assert.deepEqual([status, found], ["404", message]);
  }
  archive.rows = () => Promise.reject(new TimeLimitError(2_000));
  assert.equal((await api.error(CSV))[0], "422");
});

test("an error after the first row breaks the answer", async () => {
  const archive = someArchive(10_000);
  const read = archive.rows.bind(archive);
  const api = TestApi.of(archive, { downloads: 1 });
  const response = await api.fetch(CSV);
  archive.rows = () => Promise.reject(new Error("disk I/O error"));
  await assert.rejects(response.text(), /was cut/);
  assert.deepEqual(api.log.lines, [
    "warn: HTTP: a download was cut: disk I/O error",
  ]);
  archive.rows = read;
  assert.equal((await download(api)).split("\r\n").length, 10_002);
});

test("at most so many downloads are open", async () => {
  const api = TestApi.of(someArchive(10_000), { downloads: 1 });
  const response = await api.fetch(CSV);
  assert.deepEqual(await api.error(CSV), [
    "429",
    "1 downloads are open already",
    "wait until one of them is complete",
  ]);
  await response.body?.cancel();
  await download(api);
  await api.fetch(CSV, { method: "HEAD" });
  await download(api);
});

test("a download that is not read for long is broken", async () => {
  const api = TestApi.of(someArchive(10_000), {
    downloads: 1,
    patienceMs: 20,
  });
  const response = await api.fetch(CSV);
  await waitFor("room for a download", async () => {
    const head = await api.fetch(CSV, { method: "HEAD" });
    return head.status === 200;
  });
  await assert.rejects(response.text(), /does not read it/);
});

test("a download is broken when the program stops", async () => {
  const api = TestApi.of(someArchive(10_000));
  const response = await api.fetch(CSV);
  api.close();
  await assert.rejects(response.text(), /the program is stopping/);
});
