import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import type {
  SeedExperiment,
  SeedRow,
  SeedTable,
} from "../_support/archive_seed.ts";
import { Random } from "../_support/random.ts";
import { column, query, scalar } from "../_support/sqlite.ts";
import { plantedBed } from "../verify/_support/planted.ts";
import { compareFiles, differences, MergeBed } from "./_support/merge_bed.ts";

let bed: MergeBed;
before(() => {
  bed = new MergeBed();
});
after(() => bed[Symbol.dispose]());

const START = 1_000;

const rows = (
  sender: string,
  from: number,
  to: number,
  since = 0,
): SeedRow[] =>
  Array.from({ length: to - from }, (_, i) => ({
    ...{ sender, seq: from + i, client: since + (from + i) / 8 },
    ...{ server: since + (from + i) / 8 + 0.25, values: [from + i] },
  }));

const seed = (
  name: string,
  tables: readonly SeedTable[],
  more: Partial<SeedExperiment> = {},
): SeedExperiment => ({
  ...{ name, startTime: START, tables },
  senders: [...new Set(tables.flatMap((t) => t.rows.map((r) => r.sender)))],
  ...more,
});

const appM = (rows: readonly SeedRow[]): SeedTable => ({
  schema: "1 app_m n:int32",
  rows,
});

/** The same seed as a server with another start stores it. */
const later = (experiment: SeedExperiment, seconds: number) => ({
  ...experiment,
  startTime: START + seconds,
  tables: experiment.tables?.map(({ schema, rows }) => ({
    schema,
    rows: rows.map((row) => ({
      ...row,
      client: row.client - seconds,
      server: row.server - seconds,
    })),
  })),
  rejects: experiment.rejects?.map((each) => ({
    ...each,
    time: each.time - seconds,
  })),
});

/** Stores parts on servers of their own, and merges them. */
async function mergeSeeds(
  seeds: readonly SeedExperiment[],
  options: { readonly keepAll?: boolean } = {},
) {
  const [{ name }] = seeds;
  const paths: string[] = [];
  for (const [i, each] of seeds.entries()) {
    paths.push(await bed.store(`${name}-${i}`, each));
  }
  const to = bed.path(`${name}.sq3`);
  return { to, paths, merged: await bed.merge(paths, to, options) };
}

test("A stream cut anywhere, with an overlap, is what one server would have", async () => {
  const random = new Random(21);
  for (let round = 0; round < 12; round++) {
    const name = `cut${round}`;
    const whole = plantedBed(name);
    const tables = (whole.tables ?? []).map((table) => ({
      ...table,
      // Some tuples are twice in the same part: the client sent them twice.
      rows: table.rows.flatMap((row) =>
        random.next() < 0.1 ? [row, row] : [row]
      ),
    }));
    const senders = whole.senders;
    const cuts = new Map(senders.map((sender) => [sender, {
      from: random.from(0, 45),
      overlap: random.from(0, 12),
    }]));
    const part = (isFirst: boolean): SeedExperiment => ({
      ...whole,
      senders: isFirst ? senders : senders.toReversed(),
      tables: tables.map(({ schema, rows }) => ({
        schema,
        rows: rows.filter(({ sender, seq }) => {
          const { from, overlap } = cuts.get(sender) ?? assert.fail(sender);
          return isFirst ? seq < from + overlap : seq >= from;
        }),
      })),
      ...isFirst ? {} : { rejects: [], conversions: [] },
    });
    const single = await bed.store(`${name}-whole`, { ...whole, tables });
    const second = later(part(false), random.from(0, 9));
    const metadata = second.startTime === START ? second.metadata : [];
    const { to } = await mergeSeeds([part(true), { ...second, metadata }]);
    assert.deepEqual(differences(await compareFiles(to, single)), [], name);
  }
});

test("Rows are in the order of their arrival at any of three servers", async () => {
  const { to, merged } = await mergeSeeds([
    seed("order", [appM(rows("a", 0, 300))]),
    later(seed("order", [appM(rows("b", 100, 200))]), 7),
    seed("order", [appM(rows("c", 50, 350))]),
  ]);
  assert.deepEqual(merged, {
    ...{ rows: 700, repeated: 0, tables: 1, senders: 3, rejected: 0 },
  });
  const times = column(to, "SELECT oml_ts_server FROM app_m ORDER BY rowid");
  assert.deepEqual(times, times.toSorted((a, b) => Number(a) - Number(b)));
  assert.equal(scalar(to, "SELECT max(oml_tuple_id) FROM app_m"), 700);
});

test("A tuple of several parts is stored as often as one part has it", async () => {
  const twice = rows("a", 5, 6);
  const seeds = [
    seed("often", [appM([...rows("a", 0, 10), ...twice])]),
    seed("often", [appM([...rows("a", 5, 12), ...twice, ...twice])]),
  ];
  const { to, merged } = await mergeSeeds(seeds);
  assert.deepEqual([merged.rows, merged.repeated], [14, 6]);
  assert.deepEqual(
    column(to, "SELECT count(*) FROM app_m GROUP BY n ORDER BY n"),
    [1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1],
  );
});

test("With keepAll, each part gives all its rows", async () => {
  const { merged } = await mergeSeeds([
    seed("all", [appM(rows("a", 0, 10))]),
    seed("all", [appM(rows("a", 5, 12))]),
  ], { keepAll: true });
  assert.deepEqual([merged.rows, merged.repeated], [17, 0]);
});

test("A client that counts from 1 again loses nothing", async () => {
  const { merged } = await mergeSeeds([
    seed("again", [appM(rows("a", 0, 100))]),
    seed("again", [appM(rows("a", 0, 100, 2))]),
  ]);
  assert.deepEqual([merged.rows, merged.repeated], [200, 0]);
});

test("Tuples that differ in sender, value or table are different", async () => {
  const [row] = rows("a", 3, 4);
  const { merged } = await mergeSeeds([
    seed("near", [appM([row])]),
    seed("near", [
      appM([{ ...row, values: [4] }, { ...row, sender: "b" }]),
      { schema: "2 app_n n:int32", rows: [row] },
    ]),
  ]);
  assert.deepEqual([merged.rows, merged.repeated], [4, 0]);
});

test("Times that differ by less than a microsecond are the same", async () => {
  const at = (client: number) => [{ ...rows("a", 3, 4)[0], client }];
  const { merged } = await mergeSeeds([
    seed("time", [appM([...rows("a", 0, 9), ...at(0.3)])]),
    seed("time", [appM([...at(0.30000000004), ...at(0.300002)])]),
  ]);
  assert.deepEqual([merged.rows, merged.repeated], [11, 1]);
});

test("Tables of one name are joined by their fields, as servers name them", async () => {
  const int32 = { schema: "1 app_m n:int32", rows: rows("a", 0, 2) };
  const int64 = { schema: "1 app_m n:int64", rows: rows("b", 0, 3) };
  const own = { schema: "2 app_m_7 n:int32", rows: rows("a", 0, 4) };
  const { to } = await mergeSeeds([
    seed("names", [int32, int64]),
    seed("names", [{ ...int64, rows: rows("b", 3, 6) }, own, {
      ...int32,
      rows: rows("a", 2, 7),
    }]),
  ]);
  const count = (table: string) => scalar(to, `SELECT count(*) FROM ${table}`);
  assert.deepEqual(["app_m", "app_m_2", "app_m_7"].map(count), [7, 6, 4]);
  assert.deepEqual(
    column(
      to,
      "SELECT value FROM _experiment_metadata WHERE key LIKE 'table_app%' " +
        "ORDER BY key",
    ),
    ["1 app_m n:int32", "1 app_m_2 n:int64", "2 app_m_7 n:int32"],
  );
});

test("The file is as a server makes it, and a server continues it", async () => {
  const name = "continued";
  const rejects = [{ sender: "a", time: 1, reason: "too short", raw: "x" }];
  const conversions = [
    { sender: "a", count: 2, field: "n", kind: "fraction cut" as const },
  ];
  const first = seed(name, [appM(rows("a", 0, 200))], { rejects, conversions });
  const second = seed(name, [appM(rows("a", 200, 300))], {
    ...{ rejects, conversions },
  });
  const { to, paths, merged } = await mergeSeeds([first, second]);
  assert.equal(merged.rejected, 2);
  const schema = "SELECT name, sql FROM sqlite_master ORDER BY name";
  assert.deepEqual(query(to, schema), query(paths[0], schema));
  for (const pragma of ["page_size", "journal_mode", "integrity_check"]) {
    const value = (path: string) => scalar(path, `PRAGMA ${pragma}`);
    assert.equal(value(to), value(paths[0]), pragma);
  }
  assert.equal(scalar(to, "SELECT sum(count) FROM _oml_reject_counts"), 2);
  assert.equal(scalar(to, "SELECT count(*) FROM _oml_rejected"), 2);
  assert.equal(scalar(to, "SELECT sum(count) FROM _oml_conversions"), 4);
  await bed.store(".", seed(name, [appM(rows("a", 300, 310))]));
  assert.equal(scalar(to, "SELECT count(*) FROM app_m"), 310);
  assert.equal(scalar(to, "SELECT count(*) FROM _senders"), 1);
});

test("Metadata of clients and of other programs is there once", async () => {
  const metadata = [
    { sender: "a", subject: ".app_m.n", key: "unit", value: "V" },
  ];
  const parts = [0, 1].map((i) =>
    seed(`meta`, [appM(rows("a", i, i + 1))], { metadata })
  );
  const paths = [
    await bed.store("meta-0", parts[0]),
    await bed.store("meta-1", parts[1]),
  ];
  for (const [i, path] of paths.entries()) {
    using database = new DatabaseSync(path);
    database.exec(
      "INSERT INTO _experiment_metadata (key, value) " +
        `VALUES ('site', 'lab'), ('room', '${i}')`,
    );
  }
  const to = bed.path("meta.sq3");
  await bed.merge(paths, to);
  const of = (condition: string) =>
    column(
      to,
      `SELECT key || '=' || value FROM _experiment_metadata WHERE ${condition}`,
    );
  assert.deepEqual(of("oml_sender_id = 1"), ["unit=V"]);
  assert.deepEqual(of("key IN ('site', 'room')").sort(), [
    ...["room=0", "room=1", "site=lab"],
  ]);
});

test("A resumable stream continues after the furthest part", async () => {
  const paths = [
    await bed.store("resume-0", seed("resume", [appM(rows("a", 0, 9))])),
    await bed.store("resume-1", seed("resume", [appM(rows("a", 0, 4))])),
  ];
  for (const [i, path] of paths.entries()) {
    using database = new DatabaseSync(path);
    database.exec(
      'CREATE TABLE _oml_progress (stream TEXT PRIMARY KEY, "offset" INTEGER, ' +
        "redefined INTEGER); INSERT INTO _oml_progress VALUES " +
        `('both', ${900 - 500 * i}, ${i}), ('only${i}', 5, 0)`,
    );
  }
  const to = bed.path("resume.sq3");
  const { repeated } = await bed.merge(paths, to);
  assert.equal(repeated, 4);
  assert.deepEqual(
    query(to, "SELECT * FROM _oml_progress ORDER BY stream"),
    [
      { stream: "both", offset: 900, redefined: 0 },
      { stream: "only0", offset: 5, redefined: 0 },
      { stream: "only1", offset: 5, redefined: 0 },
    ],
  );
});

test("A part without a start is refused, unless it has no rows", async () => {
  const { startTime: _, ...timeless } = seed("start", [appM(rows("a", 0, 2))]);
  const known = seed("start", [appM(rows("a", 0, 2))]);
  await assert.rejects(
    mergeSeeds([known, timeless]),
    /Cannot merge .*start-1.start\.sq3: it has no start_time, but others have/,
  );
  const empty = { ...timeless, name: "empty", tables: [appM([])] };
  const { merged } = await mergeSeeds([{ ...known, name: "empty" }, empty]);
  assert.equal(merged.rows, 2);
});

test("A table that differs from its schema is refused", async () => {
  const path = await bed.store("odd", seed("odd", [appM(rows("a", 0, 2))]));
  {
    using database = new DatabaseSync(path);
    database.exec("ALTER TABLE app_m ADD COLUMN note TEXT");
  }
  await assert.rejects(
    bed.merge([path], bed.path("odd.sq3")),
    /odd\.sq3: the columns of app_m are not those of its schema/,
  );
  {
    using database = new DatabaseSync(path);
    database.exec("DELETE FROM _experiment_metadata WHERE key = 'table_app_m'");
  }
  await assert.rejects(
    bed.merge([path], bed.path("odd.sq3")),
    /odd\.sq3: the table app_m has no schema in the metadata/,
  );
});

test("An existing file is not replaced, and a stop leaves nothing", async () => {
  const part = await bed.store("keep", seed("keep", [appM(rows("a", 0, 9))]));
  const to = bed.path("there.sq3");
  writeFileSync(to, "mine");
  await assert.rejects(bed.merge([part], to), /Cannot write .*: it exists/);
  const stopped = bed.path("stopped.sq3");
  const reason = new Error("stopped");
  await assert.rejects(
    bed.merge([part], stopped, { signal: AbortSignal.abort(reason) }),
    reason,
  );
  assert.equal(existsSync(stopped), false);
  const left = readdirSync(dirname(stopped));
  assert.deepEqual(left.filter((name) => /unfinished/.test(name)), []);
});

test("A part that changes while it is read is refused", async () => {
  const part = await bed.store("busy", seed("busy", [appM(rows("a", 0, 9))]));
  const to = bed.path("busy.sq3");
  const stop = new AbortController();
  // Asked between two blocks of rows.
  stop.signal.throwIfAborted = () => {
    using database = new DatabaseSync(part);
    database.exec("DELETE FROM app_m WHERE n = 3");
  };
  await assert.rejects(
    bed.merge([part], to, { signal: stop.signal }),
    /busy\.sq3: it has changed while it was read/,
  );
  assert.equal(existsSync(to), false);
});
