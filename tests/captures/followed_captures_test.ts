import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { bytes, packet, value } from "../_support/packet.ts";
import { countRows, query, sideFiles } from "../_support/sqlite.ts";
import { waitFor } from "../_support/wait_for.ts";
import { CaptureBed } from "./_support/capture_bed.ts";
import { readAll } from "./_support/read_all.ts";

/** A consumption or radio file as FIT IoT-LAB's control nodes write them. */
function iotlab(node: string, start: number, radio = false): string {
  const schema = radio
    ? "2 control_node_measures_radio timestamp_s:uint32 timestamp_us:uint32 " +
      "channel:uint32 rssi:int32"
    : "1 control_node_measures_consumption timestamp_s:uint32 " +
      "timestamp_us:uint32 power:double voltage:double current:double";
  const values = radio ? "11\t-91" : "0.155300\t3.310000\t0.046900";
  return [
    ...["protocol: 4", "domain: 4291", `start-time: ${start}`],
    ...[`sender-id: ${node}`, "app-name: control_node_measures"],
    "schema: 0 _experiment_metadata subject:string key:string value:string",
    ...[`schema: ${schema}`, "content: text", ""],
    `0.620337\t${radio ? 2 : 1}\t1\t${start}\t577557\t${values}`,
    `0.620611\t${radio ? 2 : 1}\t2\t${start}\t577831\t${values}`,
    "",
  ].join("\n");
}

test("The files of several nodes are one experiment, with times since its start", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("m3_1.oml"), iotlab("m3-1", 1397726665));
  writeFileSync(bed.path("m3_2.oml"), iotlab("m3-2", 1397726667));
  writeFileSync(bed.path("radio.oml"), iotlab("m3-1", 1397726665, true));
  const files = bed.follow("m3_1.oml", "m3_2.oml", "radio.oml");
  await readAll(files);
  assert.deepEqual(bed.faults, []);
  const database = bed.database("4291");
  assert.deepEqual(sideFiles(database), []);
  assert.deepEqual(query(database, "SELECT name FROM _senders ORDER BY id"), [
    { name: "m3-1" },
    { name: "m3-2" },
  ]);
  assert.deepEqual(
    query(
      database,
      "SELECT oml_sender_id AS id, round(oml_ts_client, 6) AS time, voltage " +
        "FROM control_node_measures_consumption",
    ),
    [
      { id: 1, time: 0.620337, voltage: 3.31 },
      { id: 1, time: 0.620611, voltage: 3.31 },
      { id: 2, time: 2.620337, voltage: 3.31 },
      { id: 2, time: 2.620611, voltage: 3.31 },
    ],
  );
  assert.equal(countRows(database, "control_node_measures_radio"), 2);
  assert.deepEqual(files.files[1].counts, {
    ...{ tuples: 2, rejected: 0, converted: 0, streams: 1 },
    domains: new Set(["4291"]),
  });
});

test("A capture has no times of arrival: the client's time stands for them", async () => {
  using bed = new CaptureBed();
  const bad = "not a tuple\n";
  writeFileSync(
    bed.path("a.oml"),
    `${headers({ domain: "a" })}${bad}${numbered(5, 7)}${bad}`,
  );
  const later = headers({ domain: "a", startTime: 1003 });
  writeFileSync(bed.path("b.oml"), later + numbered(5, 6));
  await readAll(bed.follow("a.oml", "b.oml"));
  assert.deepEqual(
    query(
      bed.database("a"),
      "SELECT oml_ts_client AS client, oml_ts_server AS server FROM app_m",
    ),
    [
      { client: 5, server: 5 },
      { client: 6, server: 6 },
      { client: 8, server: 8 },
    ],
  );
  assert.deepEqual(
    query(bed.database("a"), "SELECT oml_ts_server AS at FROM _oml_rejected"),
    [{ at: 0 }, { at: 6 }],
  );
});

test("Each header block of a file is a run of its own, with its own experiment", async () => {
  using bed = new CaptureBed();
  writeFileSync(
    bed.path("twice.oml"),
    headers({ domain: "a" }) + numbered(0, 3) + "3\t1" +
      headers({ domain: "a", sender: "s2", startTime: 2000 }) +
      numbered(0, 2) + headers({ domain: "b" }) + numbered(0, 4),
  );
  const files = bed.follow("twice.oml");
  await readAll(files);
  assert.deepEqual(bed.faults, []);
  assert.equal(countRows(bed.database("a"), "app_m"), 5);
  assert.equal(countRows(bed.database("b"), "app_m"), 4);
  const { counts } = files.files[0];
  assert.deepEqual([counts.streams, counts.tuples, counts.rejected], [3, 9, 1]);
});

test("A capture from a client that resumes its stream is stored like any other", async () => {
  using bed = new CaptureBed();
  const resume = "oml2-resume: 4b7b1f52-0000-4000-8000-00000000009c\n";
  const capture = resume + headers({ domain: "a" }) + numbered(0, 3);
  writeFileSync(bed.path("a.oml"), capture);
  writeFileSync(bed.path("copy.oml"), capture);
  await readAll(bed.follow("a.oml", "copy.oml"));
  assert.equal(countRows(bed.database("a"), "app_m"), 6);
});

test("A file that can't be read does not affect the others", async () => {
  using bed = new CaptureBed();
  writeFileSync(
    bed.path("bad.oml"),
    "protocol: 4\ndomain: ../x\n\n1\t1\t1\t1\n",
  );
  writeFileSync(
    bed.path("good.oml"),
    headers({ domain: "a" }) + numbered(0, 3),
  );
  await readAll(bed.follow("missing.oml", "bad.oml", "good.oml"));
  assert.equal(bed.faults.length, 2);
  assert.match(bed.faults[0], /missing\.oml: .*(no such file|ENOENT)/i);
  assert.match(bed.faults[1], /bad\.oml: line 2: .*domain/);
  assert.equal(countRows(bed.database("a"), "app_m"), 3);
});

test("Progress is told in bytes of all files while they are read", async () => {
  using bed = new CaptureBed();
  const capture = headers({ domain: "a" }) + numbered(0, 100_000);
  writeFileSync(bed.path("a.oml"), capture);
  const files = bed.follow("a.oml");
  assert.equal(files.progress, undefined);
  let isDone = false;
  const running = readAll(files).then(() => isDone = true);
  const seen: number[] = [];
  await waitFor("the end", () => {
    const { bytes, size = 0 } = files.progress ?? {};
    if (bytes !== undefined && size === capture.length) seen.push(bytes);
    return isDone;
  });
  await running;
  assert.ok(seen.length > 0);
  assert.equal(files.progress, undefined);
  assert.equal(files.files[0].position, capture.length);
});

test("A stop ends the reading of a large file, and keeps what was read", async () => {
  using bed = new CaptureBed();
  const many = 400_000;
  writeFileSync(
    bed.path("a.oml"),
    headers({ domain: "a" }) + numbered(0, many),
  );
  const files = bed.follow("a.oml");
  const stop = new AbortController();
  const running = files.follow(stop.signal, () => undefined);
  await waitFor("some tuples", () => files.files[0].counts.tuples > 0);
  stop.abort();
  await running;
  await files.close();
  const { tuples } = files.files[0].counts;
  assert.ok(tuples > 0 && tuples < many, `${tuples}`);
  assert.equal(countRows(bed.database("a"), "app_m"), tuples);
});

for (const content of ["text", "binary"] as const) {
  test(`Complete tuples that are added to a ${content} file appear, incomplete ones do not`, async () => {
    using bed = new CaptureBed();
    const tuple = content === "text"
      ? bytes("1\t1\t1\t42\n")
      : packet({ stream: 1 }, value.int32(42));
    const path = bed.path("grows.oml");
    const add = (...parts: Uint8Array[]) =>
      appendFileSync(path, bytes(...parts));
    writeFileSync(path, headers({ domain: "a", content }));
    const files = bed.follow("grows.oml");
    const stop = new AbortController();
    let isCaughtUp = false;
    const running = files.follow(stop.signal, () => isCaughtUp = true);
    await waitFor("the first bytes", () => isCaughtUp);
    const sees = (count: number) =>
      waitFor(`${count} rows`, () => {
        const there = countRows(bed.database("a"), "app_m");
        return there === count || `there are ${there}`;
      });
    add(tuple, tuple);
    await sees(2);
    add(tuple, tuple.subarray(0, 6));
    await sees(3);
    add(tuple.subarray(6));
    await sees(4);
    add(bytes(headers({ domain: "a", content, sender: "s2" })), tuple);
    await sees(5);
    stop.abort();
    await running;
    await files.close();
    assert.deepEqual(bed.faults, []);
    assert.deepEqual(sideFiles(bed.database("a")), []);
    assert.equal(files.files[0].counts.rejected, 0);
  });
}

test("An empty file is followed until it has contents", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), "");
  const files = bed.follow("a.oml");
  const stop = new AbortController();
  const running = files.follow(stop.signal, () => undefined);
  appendFileSync(bed.path("a.oml"), headers({ domain: "a" }).slice(0, 20));
  await waitFor("some bytes", () => files.files[0].position === 20);
  appendFileSync(bed.path("a.oml"), headers({ domain: "a" }).slice(20));
  appendFileSync(bed.path("a.oml"), numbered(0, 3));
  await waitFor("rows", () => countRows(bed.database("a"), "app_m") === 3);
  stop.abort();
  await running;
  await files.close();
  assert.deepEqual(bed.faults, []);
});
