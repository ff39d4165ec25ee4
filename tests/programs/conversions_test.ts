import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { headers } from "../_support/hello.ts";
import { bytes } from "../_support/packet.ts";
import { ResumableSender } from "../_support/resumable_sender.ts";
import { runOml2 } from "../_support/run_command.ts";
import { column, query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const schemas = ["1 app_sin label:string phase:int32 value:double"];

const CONVERSIONS =
  "select oml_sender_id as sender, stream, field, kind, count, raw " +
  "from _oml_conversions order by field, kind";

/** Tuples whose phase has a fraction, as in OML4R's own example. */
function fractions(from: number, to: number): string {
  let lines = "";
  for (let i = from; i < to; i++) lines += `${i}\t1\t${i}\tx\t${i}.5\t0.5\n`;
  return lines;
}

test("Numbers that are not exact integers are stored, counted, logged and shown", async () => {
  await using server = await TestServer.start();
  const values = ["0.0", "3.14", "-2.5", "1e3", "None", "True", "45%", "12 "];
  const body = values.map((value, i) => `${i}\t1\t${i}\tx\t${value}\t1.5V\n`);
  const client = await server.client(
    { domain: "a", schemas },
    `${body.join("")}9\t1\t2\0\tsample-2\0\t26\t0.01319\0\n`,
  );
  await server.sees(9, "a", "app_sin");
  const path = server.path("a");
  assert.deepEqual(
    column(path, "select phase from app_sin order by oml_tuple_id"),
    [0, 3, -2, 1000, null, null, 45, 12, 26],
  );
  assert.deepEqual(
    query(path, "select oml_seq, label, value from app_sin where phase = 26"),
    [{ oml_seq: 2, label: "sample-2", value: 0.01319 }],
  );
  assert.equal(scalar(path, "select sum(value) from app_sin"), 12.01319);
  const cut = { kind: "cut by the client library", count: 1 };
  const row = { sender: 1, stream: 1 };
  assert.deepEqual(query(path, CONVERSIONS), [
    { ...row, field: "label", ...cut, raw: '["sample-2\\u0000"]' },
    { ...row, field: "oml_seq", ...cut, raw: '["2\\u0000"]' },
    {
      ...{ ...row, field: "phase", kind: "fraction cut", count: 4 },
      raw: '["0.0","3.14","-2.5","1e3"]',
    },
    {
      ...{ ...row, field: "phase", kind: "no number", count: 2 },
      raw: '["None","True"]',
    },
    {
      ...{ ...row, field: "phase", kind: "text behind the number", count: 1 },
      raw: '["45%"]',
    },
    { ...row, field: "value", ...cut, raw: '["0.01319\\u0000"]' },
    {
      ...{ ...row, field: "value", kind: "text behind the number", count: 8 },
      raw: '["1.5V","1.5V","1.5V","1.5V","1.5V"]',
    },
  ]);

  const json = await runOml2("status", "-D", server.dataDir, "--json");
  const status = JSON.parse(json.stdout);
  assert.deepEqual(status.converted, [{ client: "a:s1:app", converted: 18 }]);
  assert.equal(status.total.converted, 18);
  const text = await runOml2("status", "-D", server.dataDir);
  assert.match(text.stdout, /CONVERTED VALUES OF +COUNT\na:s1:app +18\n/);

  await client.end();
  assert.match(
    server.process.stderr(),
    /WARNING a:s1:app: stored, fraction cut in field phase \(stream 1\): 0\.0\n/,
  );
  assert.match(
    server.process.stderr(),
    /a:s1:app: 18 values differ from what was sent; see _oml_conversions/,
  );
});

test("After a kill -9 the counters of conversions match the stored rows", async () => {
  await using server = await TestServer.start();
  const client = await server.client(
    { domain: "a", schemas },
    fractions(0, 2_000),
  );
  await server.sees(2_000, "a", "app_sin");
  const flood = client.send(fractions(2_000, 60_000)).catch(() => undefined);
  await server.process.kill();
  client.destroy();
  await flood;
  const rows = scalar(server.path("a"), "select count(*) from app_sin");
  assert.ok(Number(rows) >= 2_000);
  assert.equal(
    scalar(server.path("a"), "select count from _oml_conversions"),
    rows,
  );
});

test("Conversions of a resumed stream are counted once", async () => {
  await using server = await TestServer.start();
  const sender = new ResumableSender(
    randomUUID(),
    headers({ domain: "a", schemas }),
    bytes(fractions(0, 20_000)),
  );
  const steps = 4;
  for (let i = 1; i <= steps; i++) {
    const { client, offset } = await sender.begin(server.process.port);
    const rest = sender.rest(offset);
    const size = Math.floor(sender.length * i / 8);
    const part = i === steps ? rest : rest.subarray(0, size);
    await client.send(part).catch(() => undefined);
    if (i === steps) await client.end();
    else if (i === 2) {
      await server.process.kill();
      await server.startAgain();
    } else client.reset();
    client.destroy();
  }
  await server.closes("a");
  const path = server.path("a");
  assert.equal(scalar(path, "select count(*) from app_sin"), 20_000);
  assert.equal(scalar(path, "select count from _oml_conversions"), 20_000);
});
