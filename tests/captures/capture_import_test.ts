import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { test } from "node:test";
import { CaptureImport } from "../../captures/capture_import.ts";
import { headers, numbered } from "../_support/hello.ts";
import { bytes, packet, value } from "../_support/packet.ts";
import { column, countRows, query, sideFiles } from "../_support/sqlite.ts";
import { CaptureBed } from "./_support/capture_bed.ts";
import { FlakyStore } from "./_support/flaky_store.ts";

const A = headers({ domain: "a" });

/** The numbers stored in experiment `domain`, in the order of the rows. */
function stored(bed: CaptureBed, domain = "a"): number[] {
  return column(bed.database(domain), "SELECT seq FROM app_m").map(Number);
}

/** The numbers from `from` up to, but excluding, `to`. */
function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

test("A file is stored with what its headers say, and counted", async () => {
  using bed = new CaptureBed();
  const other = headers({ domain: "b", sender: "s2", startTime: 2000 });
  const contents = A + numbered(0, 3) + "bad\n" + numbered(3, 5) + other +
    numbered(0, 2) + "2\t1\t2\tnone\n";
  writeFileSync(bed.path("run.oml"), contents);
  const [{ seconds, ...result }] = await bed.import("run.oml");
  assert.ok(seconds > 0);
  assert.deepEqual(result, {
    path: bed.path("run.oml"),
    ...{ streams: 2, known: 0, knownBytes: 0 },
    ...{ tuples: 8, rejected: 1, converted: 1 },
    domains: new Set(["a", "b"]),
    isWhole: true,
    faults: [],
  });
  assert.deepEqual(stored(bed), range(0, 5));
  assert.deepEqual(stored(bed, "b"), [0, 1, 0]);
  assert.deepEqual(sideFiles(bed.database("a")), []);
  assert.deepEqual(
    query(bed.database("b"), "SELECT name FROM _senders"),
    [{ name: "s2" }],
  );
});

for (const content of ["text", "binary"] as const) {
  test(`A ${content} file is imported once, whatever its name`, async () => {
    using bed = new CaptureBed();
    const tuple = packet({ stream: 1 }, value.int32(7));
    const contents = content === "text"
      ? bytes(A, numbered(0, 3))
      : bytes(headers({ domain: "a", content }), tuple, tuple);
    writeFileSync(bed.path("a.oml"), contents);
    await bed.import("a.oml");
    const rows = stored(bed);
    copyFileSync(bed.path("a.oml"), bed.path("copy.oml"));
    const results = await bed.import(["copy.oml", "a.oml", "a.oml"]);
    assert.deepEqual(results.map(({ known, tuples }) => [known, tuples]), [
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    assert.equal(bed.faults.length, 3);
    assert.match(
      bed.faults[0],
      /^Cannot import .*copy\.oml: it was imported before; give --again /,
    );
    assert.deepEqual(stored(bed), rows);
  });
}

test("A file is stored once more on request, as often as that is made", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), A + numbered(0, 3) + A + numbered(3, 5));
  const again = { again: true };
  for (let copies = 1; copies <= 3; copies++) {
    const [{ known, tuples }] = await bed.import("a.oml", again);
    assert.deepEqual([known, tuples], [0, 5]);
    assert.equal(stored(bed).length, 5 * copies);
  }
  await bed.import("a.oml");
  assert.equal(bed.faults.length, 1);
  assert.equal(stored(bed).length, 15);
});

test("An interrupted request to store a file once more goes on", async () => {
  using bed = new CaptureBed();
  const other = headers({ domain: "b" });
  writeFileSync(bed.path("a.oml"), A + numbered(0, 3) + other + numbered(3, 5));
  await bed.import("a.oml");
  const again = { again: true };
  const store = new FlakyStore(bed.store, "b");
  store.isDown = true;
  const [{ faults }] = await bed.import("a.oml", again, { store });
  assert.match(faults[0].message, /is down/);
  assert.deepEqual(stored(bed), [...range(0, 3), ...range(0, 3)]);
  assert.deepEqual(stored(bed, "b"), range(3, 5));
  const [{ known, tuples }] = await bed.import("a.oml", again);
  assert.deepEqual([known, tuples], [1, 2]);
  assert.deepEqual(stored(bed).length, 6);
  assert.deepEqual(stored(bed, "b"), [...range(3, 5), ...range(3, 5)]);
});

test("The same run twice in a file is stored twice, and recognized", async () => {
  using bed = new CaptureBed();
  const run = A + numbered(0, 3);
  writeFileSync(bed.path("once.oml"), run);
  writeFileSync(bed.path("twice.oml"), run + run);
  const [result] = await bed.import("twice.oml");
  assert.deepEqual([result.streams, result.tuples], [2, 6]);
  const results = await bed.import(["twice.oml", "once.oml"]);
  assert.deepEqual(results.map(({ known }) => known), [2, 1]);
  assert.equal(stored(bed).length, 6);
});

test("A run that begins like the one before it in its file is stored completely", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), A + numbered(0, 3) + A + numbered(0, 5));
  const [{ tuples }] = await bed.import("a.oml");
  assert.equal(tuples, 8);
  const [{ known }] = await bed.import("a.oml");
  assert.equal(known, 2);
});

test("Of a file that has grown, the new part is imported", async () => {
  using bed = new CaptureBed();
  const path = bed.path("a.oml");
  writeFileSync(path, A);
  const next = headers({ domain: "a", sender: "s2" });
  const parts = [
    numbered(0, 3),
    numbered(3, 5) + "5\t1",
    "\t5\t5\n",
    next + numbered(6, 8),
    numbered(8, 9),
  ];
  let size = A.length;
  for (const [i, part] of parts.entries()) {
    await bed.import("a.oml");
    appendFileSync(path, part);
    const [{ knownBytes, faults }] = await bed.import("a.oml");
    if (i !== 2) assert.equal(knownBytes, size);
    size += part.length;
    assert.equal(faults.length, i === 1 ? 1 : 0);
  }
  assert.deepEqual(stored(bed), range(0, 9));
  assert.equal((await bed.import("a.oml"))[0].known, 2);
});

test("A longer file with another beginning is imported from its start", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), A + numbered(0, 3));
  writeFileSync(bed.path("b.oml"), A + numbered(10, 20));
  writeFileSync(bed.path("c.oml"), A + numbered(0, 2));
  const results = await bed.import(["a.oml", "b.oml", "c.oml"]);
  assert.deepEqual(results.map(({ knownBytes }) => knownBytes), [0, 0, 0]);
  assert.deepEqual(stored(bed), [
    ...range(0, 3),
    ...range(10, 20),
    ...range(0, 2),
  ]);
});

test("An incomplete tuple at the end is reported with its position, and all before it are stored", async () => {
  using bed = new CaptureBed();
  const before = A + numbered(0, 3);
  writeFileSync(bed.path("a.oml"), before + "3\t1\t3\t12");
  const importAgain = async () => {
    bed.faults.length = 0;
    const [result] = await bed.import("a.oml");
    const reported = bed.faults.filter((fault) =>
      fault.endsWith(
        `a.oml: line 12, byte ${before.length}: the last tuple is incomplete; ` +
          "all tuples before it are stored",
      )
    );
    assert.equal(reported.length, 1, `${bed.faults}`);
    return result;
  };
  assert.deepEqual((await importAgain()).known, 0);
  assert.deepEqual((await importAgain()).known, 1);
  assert.deepEqual(stored(bed), range(0, 3));
  assert.deepEqual(
    query(bed.database("a"), "SELECT count FROM _oml_reject_counts"),
    [{ count: 1 }],
  );
});

test("Faults are reported with their position, and what precedes them is stored", async () => {
  using bed = new CaptureBed();
  const limits = { ...bed.target.limits, messageBytes: 1000 };
  const first = A + numbered(0, 3);
  const more = A + numbered(3, 5);
  const long = `1\t1\t1\t${"9".repeat(2000)}\n`;
  const cases: [contents: string, at: number, line: number, why: RegExp][] = [
    [first + "protocol: 4\nschema: 1\n", first.length + 12, 13, /schema/],
    [first + "protocol: 4\ndomain: a\n", first.length, 12, /cut/],
    [more + long + A, more.length, 11, /1000 bytes/],
  ];
  for (const [i, [contents, at, line, why]] of cases.entries()) {
    writeFileSync(bed.path(`${i}.oml`), contents);
    await bed.import(`${i}.oml`, { limits });
    const fault = bed.faults.at(-1) ?? "";
    assert.ok(fault.includes(`.oml: line ${line}, byte ${at}: `), fault);
    assert.match(fault, why);
  }
  assert.deepEqual(stored(bed), range(0, 5));
});

test("What can't be read is reported, and does not affect the other files", async () => {
  using bed = new CaptureBed();
  mkdirSync(bed.path("d.oml"));
  writeFileSync(bed.path("empty.oml"), "");
  writeFileSync(bed.path("a.gz"), Uint8Array.of(0x1f, 0x8b, 8, 0));
  writeFileSync(bed.path("a.txt"), "some text\n\nmore\n");
  writeFileSync(bed.path("a.oml"), A + numbered(0, 3));
  const names = ["none.oml", "d.oml", "empty.oml", "a.gz", "a.txt", "a.oml"];
  const results = await bed.import(names);
  assert.deepEqual(results.map(({ tuples }) => tuples), [0, 0, 0, 0, 0, 3]);
  assert.deepEqual(results.map(({ isWhole }) => isWhole), [
    ...[false, false, false, false],
    ...[true, true],
  ]);
  assert.equal(bed.faults.length, 5);
  const expected = [
    /none\.oml: .*(no such file|ENOENT)/i,
    /d\.oml: it is not a regular file; name the files in it/,
    /empty\.oml: it is empty/,
    /a\.gz: it is packed by gzip: unpack it first/,
    /a\.txt: line 1, byte 0: .*no colon/,
  ];
  expected.forEach((why, i) => assert.match(bed.faults[i], why));
});

test("All streams can be stored in another experiment than their own", async () => {
  using bed = new CaptureBed();
  const b = headers({ domain: "b", sender: "s2" });
  writeFileSync(bed.path("a.oml"), A + numbered(0, 3) + b + numbered(3, 5));
  const [{ domains }] = await bed.import("a.oml", { domain: "c" });
  assert.deepEqual(domains, new Set(["c"]));
  assert.deepEqual(stored(bed, "c"), range(0, 5));
  const [{ known }] = await bed.import("a.oml");
  assert.equal(known, 0, "it is new in its own experiments");
});

test("An import whose database fails goes on where it was", async () => {
  using bed = new CaptureBed();
  const many = 300_000;
  writeFileSync(bed.path("a.oml"), A + numbered(0, many));
  let known = 0;
  for (let writes = 1; known === 0; writes *= 2) {
    const store = new FlakyStore(bed.store, "a", writes);
    const [{ knownBytes, faults }] = await bed.import("a.oml", {}, { store });
    const rows = countRows(bed.database("a"), "app_m");
    if (faults.length === 0) known = knownBytes;
    else assert.ok(rows < many, `${rows}`);
    assert.deepEqual(stored(bed), range(0, rows));
  }
  assert.equal(countRows(bed.database("a"), "app_m"), many);
});

test("An import that is stopped goes on where it was", async () => {
  using bed = new CaptureBed();
  const many = 300_000;
  const contents = A + numbered(0, many);
  writeFileSync(bed.path("a.oml"), contents);
  writeFileSync(bed.path("b.oml"), A + numbered(many, many + 5));
  const stop = new AbortController();
  const files = new CaptureImport({
    experiments: bed.experiments(),
    limits: bed.target.limits,
    again: false,
  });
  assert.equal(files.progress, undefined);
  const paths = ["a.oml", "b.oml"].map((name) => bed.path(name));
  const done: string[] = [];
  const running = files.run(paths, stop.signal, ({ path, isWhole, tuples }) => {
    done.push(path);
    assert.ok(!isWhole);
    assert.equal(tuples, stored(bed).length);
  });
  const watch = setInterval(() => {
    const { bytes = 0, size, tuples = 0 } = files.progress ?? {};
    if (tuples === 0) return;
    assert.ok(bytes > 0 && bytes < contents.length);
    assert.equal(
      size,
      contents.length + readFileSync(bed.path("b.oml")).length,
    );
    stop.abort();
  }, 1);
  await running;
  clearInterval(watch);
  assert.equal(files.progress, undefined);
  assert.deepEqual(done, [bed.path("a.oml")]);
  const rows = stored(bed).length;
  assert.ok(rows > 0 && rows < many, `${rows}`);
  const [{ knownBytes, tuples }] = await bed.import(["a.oml", "b.oml"]);
  assert.ok(knownBytes > A.length);
  assert.equal(tuples, many - rows);
  assert.deepEqual(stored(bed), range(0, many + 5));
});

test("Files of one experiment are stored in their order, beside those of others", async () => {
  using bed = new CaptureBed();
  const names = range(0, 12).map((i) => `${i}.oml`);
  names.forEach((name, i) => {
    const domain = i % 3 === 0 ? "a" : `b${i % 3}`;
    // The first ones take longest.
    const to = i < 3 ? 20_000 : 10;
    const contents = headers({ domain, startTime: 1000 + i }) +
      numbered(100_000 * i, 100_000 * i + to);
    writeFileSync(bed.path(name), contents);
  });
  const results = await bed.import([...names, "missing.oml"]);
  assert.deepEqual(
    results.map(({ path }) => path),
    [...names, "missing.oml"].map((name) => bed.path(name)),
  );
  assert.equal(bed.faults.length, 1);
  const expected = [0, 3, 6, 9].flatMap((i) =>
    range(100_000 * i, 100_000 * i + (i === 0 ? 20_000 : 10))
  );
  assert.deepEqual(stored(bed), expected);
  for (const domain of ["a", "b1", "b2"]) {
    const database = bed.database(domain);
    assert.equal(countRows(database, "app_m"), 20_030);
    assert.deepEqual(
      column(
        database,
        "SELECT value FROM _experiment_metadata WHERE key = 'start_time'",
      ),
      [String({ a: 1000, b1: 1001, b2: 1002 }[domain])],
    );
  }
});

test("A file that is truncated during its import is reported", async () => {
  using bed = new CaptureBed();
  const many = 300_000;
  const contents = A + numbered(0, many);
  writeFileSync(bed.path("a.oml"), contents);
  const store = new FlakyStore(bed.store, "a");
  store.opened = () => truncateSync(bed.path("a.oml"), contents.length / 2);
  const [{ faults, tuples }] = await bed.import("a.oml", {}, { store });
  assert.match(faults[0].message, /a\.oml: it was truncated to \d+ bytes/);
  assert.ok(tuples > 0 && tuples < many);
  assert.deepEqual(stored(bed), range(0, tuples));
});
