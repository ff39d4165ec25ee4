import assert from "node:assert/strict";
import { test } from "node:test";
import type { Archive } from "../../archive/archive.ts";
import { NotFoundError } from "../../archive/errors.ts";
import type { RowsQuery } from "../../archive/rows.ts";
import type { SeedExperiment, SeedRow } from "../_support/archive_seed.ts";
import { readInFull } from "../_support/read_in_full.ts";
import { waitFor } from "../_support/wait_for.ts";

/** A place where experiments can be stored, and an archive of it. */
export interface ArchiveBed extends AsyncDisposable {
  readonly archive: Archive;
  /**
   * Stores an experiment as a server does: `storeExperiment` in
   * `store_experiment.ts` does so through any store. If it exists, its senders
   * and tables are used again.
   */
  store(experiment: SeedExperiment): Promise<void>;
}

/**
 * The contract for every archive. `open` makes an empty place, or one shared by
 * several tests, each of which has experiments of its own.
 */
export function testArchive(
  name: string,
  open: () => Promise<ArchiveBed>,
): void {
  let made = 0;
  const newName = () => `archive-contract-${++made}`;

  /** Lends an archive in which the experiment is stored. */
  async function withExperiment(
    seed: Omit<SeedExperiment, "name">,
    use: (archive: Archive, name: string, bed: ArchiveBed) => Promise<void>,
  ): Promise<void> {
    await using bed = await open();
    const experiment = newName();
    await bed.store({ ...seed, name: experiment });
    await use(bed.archive, experiment, bed);
  }

  const row = (i: number, more: Partial<SeedRow> = {}): SeedRow => ({
    sender: "n1",
    seq: i,
    client: i / 10,
    server: i / 10 + 0.5,
    values: [i],
    ...more,
  });

  /** Rows whose number is their only value. */
  const numbered = (count: number, senders = ["n1"]): SeedExperiment => ({
    name: "",
    startTime: 1_000,
    senders,
    tables: [{
      schema: "1 app_m n:int32",
      rows: Array.from(
        { length: count },
        (_, i) => row(i + 1, { sender: senders[i % senders.length] }),
      ),
    }],
  });

  /** The single values that a query returns. */
  const values = async (
    archive: Archive,
    experiment: string,
    query: RowsQuery,
  ) => (await archive.rows(experiment, "app_m", query)).values.n;

  test(`${name}: experiments are listed by name, with what they hold`, async () => {
    await using bed = await open();
    const [first, second] = [newName(), newName()].sort();
    await bed.store({ ...numbered(30, ["n1", "n2"]), name: second });
    await bed.store({ name: first, senders: ["alone"] });
    const all = await bed.archive.experiments();
    const own = all.filter((each) => [first, second].includes(each.name));
    assert.deepEqual(
      own.map(({ bytes, ...rest }) => {
        assert.ok(bytes === undefined || bytes > 0);
        return rest;
      }),
      [
        { name: first, tables: 0, senders: 1, rows: 0 },
        {
          ...{ name: second, startTime: 1000, tables: 1, senders: 2, rows: 30 },
          ...{ firstRow: 1000.6, lastRow: 1003.5 },
        },
      ],
    );
    assert.ok(bed.archive.place.length > 0);
  });

  test(`${name}: an experiment is described with types, units and metadata`, () =>
    withExperiment({
      startTime: 77,
      senders: ["b", "ä'\"\\"],
      tables: [
        { schema: "1 app_wind speed:double gusts:[double] up:bool", rows: [] },
        { schema: "2 app_bytes a:string b:blob c:guid d:uint64", rows: [] },
      ],
      metadata: [
        {
          ...{ sender: "b", subject: ".app_wind.speed", key: "unit" },
          value: "m/s",
        },
        {
          ...{ sender: "b", subject: ".app_wind.speed", key: "description" },
          value: "wind speed",
        },
        { sender: "b", subject: ".", key: "version", value: "1.2" },
      ],
    }, async (archive, experiment) => {
      const { metadata, ...rest } = await archive.describe(experiment);
      assert.deepEqual(rest, {
        name: experiment,
        startTime: 77,
        senders: [{ id: 1, name: "b" }, { id: 2, name: "ä'\"\\" }],
        tables: [
          {
            name: "app_bytes",
            rows: 0,
            columns: [
              { name: "a", type: "string", kind: "text" },
              { name: "b", type: "blob", kind: "blob" },
              { name: "c", type: "guid", kind: "text" },
              { name: "d", type: "uint64", kind: "number" },
            ],
          },
          {
            name: "app_wind",
            rows: 0,
            columns: [
              {
                ...{ name: "speed", type: "double", kind: "number" },
                ...{ unit: "m/s", description: "wind speed" },
              },
              { name: "gusts", type: "[double]", kind: "vector" },
              { name: "up", type: "bool", kind: "boolean" },
            ],
          },
        ],
      });
      assert.deepEqual(metadata.filter(({ sender }) => sender !== undefined), [
        {
          ...{ subject: ".app_wind.speed", key: "unit", value: "m/s" },
          sender: "b",
        },
        {
          ...{ subject: ".app_wind.speed", key: "description" },
          ...{ value: "wind speed", sender: "b" },
        },
        { subject: ".", key: "version", value: "1.2", sender: "b" },
      ]);
      const own = new Map(metadata.map(({ key, value }) => [key, value]));
      assert.equal(own.get("start_time"), "77");
      assert.equal(
        own.get("table_app_wind"),
        "1 app_wind speed:double gusts:[double] up:bool",
      );
    }));

  test(`${name}: what does not exist is named`, () =>
    withExperiment(numbered(1), async (archive, experiment) => {
      const limit = 1;
      const other = `${experiment}-other`;
      const fault = async (asked: Promise<unknown>) => {
        const error = await asked.then(() => undefined, (error) => error);
        assert.ok(error instanceof NotFoundError, String(error));
        return `${error.sought}: ${error.message}`;
      };
      const series = { columns: ["x"], width: 10 };
      const [n, spectrum] = ["n", { width: 10, bins: 4 }];
      const senders = ["x"];
      const table = "app_m";
      const faults = await Promise.all([
        archive.describe(other),
        archive.activity(other),
        archive.rows(other, table, { limit }),
        archive.rejects(other, { limit }),
        archive.rows(experiment, "_senders", { limit }),
        archive.rows(experiment, table, { limit, columns: ["x"] }),
        archive.rows(experiment, table, { limit, columns: ["oml_seq"] }),
        archive.rows(experiment, table, { limit, senders }),
        archive.rejects(experiment, { limit, sender: "x" }),
        archive.series(experiment, "x", series),
        archive.series(experiment, table, series),
        archive.series(experiment, table, { ...series, columns: [n], senders }),
        archive.spectra(experiment, table, { ...spectrum, column: n }),
      ].map(fault));
      assert.deepEqual(faults, [
        ...Array(4).fill(`experiment: no experiment "${other}"`),
        'table: no table "_senders"',
        'column: no column "x"',
        'column: no column "oml_seq"',
        'sender: no sender "x"',
        'sender: no sender "x"',
        'table: no table "x"',
        'column: no column "x"',
        'sender: no sender "x"',
        'column: no column "n" of kind vector',
      ]);
    }));

  test(`${name}: values of every type are given as JSON`, () =>
    withExperiment({
      startTime: 0,
      senders: ["n1"],
      tables: [{
        schema: "1 app_all i:int32 u:uint32 l:int64 v:uint64 d:double " +
          "s:string b:blob g:guid t:bool w:[int64] x:[uint64] y:[double] " +
          "z:[bool]",
        rows: [
          row(1, {
            values: [
              ...[-5, 4294967295, 2n ** 53n + 1n, 2n ** 64n - 1n, 0.1],
              "ä\"'",
              new Uint8Array([0, 255]),
              2n ** 63n,
              true,
              [1n, -(2n ** 63n)],
              [2n ** 64n - 1n],
              [0.5, NaN, Infinity, -Infinity],
              [true, false],
            ],
          }),
          row(2, {
            values: [
              ...[0, 0, -1n, 5n, -Infinity, "", new Uint8Array(), 7n, false],
              ...[[], [], [], []],
            ],
          }),
          row(3, { values: Array(13).fill(null) }),
        ],
      }],
    }, async (archive, experiment) => {
      const { values } = await archive.rows(experiment, "app_all", {
        limit: 10,
      });
      assert.deepEqual(values, {
        i: [-5, 0, null],
        u: [4294967295, 0, null],
        l: ["9007199254740993", -1, null],
        v: ["18446744073709551615", 5, null],
        d: [0.1, "-Infinity", null],
        s: ["ä\"'", "", null],
        b: ["AP8=", "", null],
        g: ["9223372036854775808", 7, null],
        t: [true, false, null],
        w: [[1, "-9223372036854775808"], [], null],
        x: [["18446744073709551615"], [], null],
        y: [[0.5, null, "Infinity", "-Infinity"], [], null],
        z: [[true, false], [], null],
      });
      JSON.stringify(values);
    }));

  test(`${name}: rows have senders, numbers and both times`, () =>
    withExperiment({
      ...numbered(3, ["n1", "n2"]),
      tables: [{
        schema: "1 app_m select:int32 rowid:int32",
        rows: [
          row(7, { values: [1, 2] }),
          row(5, { sender: "n2", client: -0.25, server: 1e6, values: [3, 4] }),
        ],
      }],
    }, async (archive, experiment) => {
      const query = { limit: 10 };
      assert.deepEqual(await archive.rows(experiment, "app_m", query), {
        ids: [1, 2],
        senders: ["n1", "n2"],
        seqs: [7, 5],
        client: [0.7, -0.25],
        server: [1.2, 1e6],
        values: { select: [1, 3], rowid: [2, 4] },
        lastId: 2,
        more: false,
      });
      const some = { limit: 1, columns: ["rowid"] };
      const { values, more, lastId } = await archive.rows(
        ...[experiment, "app_m"] as const,
        some,
      );
      assert.deepEqual([values, more, lastId], [{ rowid: [2] }, true, 1]);
    }));

  test(`${name}: rows are read in pages, in both directions`, () =>
    withExperiment(numbered(25), async (archive, experiment) => {
      const page = async (query: Omit<RowsQuery, "limit">) => {
        const rows = await archive.rows(experiment, "app_m", {
          ...query,
          limit: 10,
        });
        const { n } = rows.values;
        return [n.at(0), n.at(-1), n.length, rows.more, rows.lastId];
      };
      assert.deepEqual(await page({}), [1, 10, 10, true, 10]);
      assert.deepEqual(await page({ after: 10 }), [11, 20, 10, true, 20]);
      assert.deepEqual(await page({ after: 20 }), [21, 25, 5, false, 25]);
      const none = [undefined, undefined, 0, false];
      assert.deepEqual(await page({ after: 25 }), [...none, 25]);
      assert.deepEqual(await page({ before: 26 }), [16, 25, 10, true, 25]);
      assert.deepEqual(await page({ before: 16 }), [6, 15, 10, true, 15]);
      assert.deepEqual(await page({ before: 6 }), [1, 5, 5, false, 5]);
      assert.deepEqual(await page({ before: 1e9 }), [16, 25, 10, true, 25]);
      assert.deepEqual(
        await page({ after: 3, before: 6 }),
        [4, 5, 2, false, 5],
      );
    }));

  test(`${name}: rows of some senders, or of a time by one of the clocks`, () =>
    withExperiment(
      numbered(20_000, ["n1", "n2"]),
      async (archive, experiment) => {
        const ask = (query: Omit<RowsQuery, "limit">) =>
          values(archive, experiment, { limit: 4, ...query });
        assert.deepEqual(await ask({ senders: ["n2"] }), [2, 4, 6, 8]);
        assert.deepEqual(await ask({ senders: ["n2", "n1"] }), [1, 2, 3, 4]);
        assert.deepEqual(
          await ask({ clock: "client", from: 1500, to: 1500.2 }),
          [15000, 15001, 15002],
        );
        assert.deepEqual(
          await ask({ from: 1500, to: 1500.2 }),
          [14995, 14996, 14997],
        );
        assert.deepEqual(await ask({ to: 0 }), []);
        const { lastId, more } = await archive.rows(experiment, "app_m", {
          ...{ senders: ["n1"], to: 10, limit: 1000 },
        });
        assert.deepEqual([lastId, more], [20_000, false]);
      },
    ));

  test(`${name}: new rows, senders and tables are seen`, () =>
    withExperiment(numbered(2), async (archive, experiment, bed) => {
      const limit = 10;
      assert.deepEqual(await values(archive, experiment, { limit }), [1, 2]);
      await bed.store({
        name: experiment,
        senders: ["later"],
        tables: [
          {
            schema: "1 app_m n:int32",
            rows: [row(3, { sender: "later" })],
          },
          { schema: "2 app_new x:double", rows: [row(1, { values: [0.5] })] },
        ],
      });
      const rows = await archive.rows(experiment, "app_m", { limit, after: 2 });
      assert.deepEqual([rows.ids, rows.senders], [[3], ["later"]]);
      const { senders, tables } = await archive.describe(experiment);
      assert.deepEqual(senders.map((each) => each.name), ["n1", "later"]);
      assert.deepEqual(
        tables.map((each) => [each.name, each.rows]),
        [["app_m", 3], ["app_new", 1]],
      );
    }));

  test(`${name}: a small table is plotted row by row`, () =>
    withExperiment({
      ...numbered(0, ["n1", "n2"]),
      tables: [{
        schema: "1 app_m d:double b:bool u:uint64 s:string",
        rows: [
          row(1, { values: [0.5, true, 2n ** 64n - 1n, ""] }),
          row(2, { values: [NaN, null, 1n, ""] }),
          row(3, { values: [-1, false, null, ""], sender: "n2" }),
          row(9, { values: [Infinity, true, null, ""] }),
        ],
      }],
    }, async (archive, experiment) => {
      const ask = (columns: readonly string[]) =>
        archive.series(experiment, "app_m", {
          ...{ columns, width: 1000, clock: "client" },
        });
      const { lines, ...rest } = await ask(["d", "b"]);
      assert.deepEqual(rest, {
        ...{ clock: "client", from: 0.1, to: 0.9, covered: 1, lastId: 4 },
      });
      const times = [0.1, 0.2, 0.9];
      const line = (sender: string, column: string, v: (number | null)[]) => ({
        ...{ sender, column, times: sender === "n1" ? times : [0.3] },
        ...{ min: v, max: v },
      });
      assert.deepEqual(lines, [
        line("n1", "d", [0.5, null, null]),
        line("n1", "b", [1, null, 1]),
        line("n2", "d", [-1]),
        line("n2", "b", [0]),
      ]);
      const unsigned = await ask(["u"]);
      assert.deepEqual(unsigned.lines, [line("n1", "u", [2 ** 64, 1, null])]);
      await assert.rejects(ask(["s"]), /no column "s" of kind number or bool/);
    }));

  test(`${name}: a large table is reduced to the extremes of each pixel`, () =>
    withExperiment(numbered(30_000), async (archive, experiment) => {
      const ask = (range: { readonly from?: number; readonly to?: number }) =>
        archive.series(experiment, "app_m", {
          ...{ columns: ["n"], width: 100, ...range },
        });
      const all = await readInFull(() => ask({}));
      assert.deepEqual([all.from, all.to], [0.6, 3000.5]);
      assert.deepEqual([all.covered, all.lastId], [1, 30_000]);
      const [{ times, min, max }] = all.lines;
      assert.ok(times.length > 50 && times.length <= 100, `${times.length}`);
      assert.deepEqual([min[0], max.at(-1)], [1, 30_000]);
      for (let i = 1; i < times.length; i++) {
        assert.ok(times[i] > times[i - 1]);
        // Nothing is missing between two pixels.
        assert.equal(Number(min[i]), Number(max[i - 1]) + 1);
      }
      const zoomed = await readInFull(() => ask({ from: 1000, to: 1002 }));
      assert.deepEqual([zoomed.from, zoomed.to], [1000, 1002]);
      assert.deepEqual(
        zoomed.lines[0].min,
        Array.from({ length: 21 }, (_, i) => 9995 + i),
      );
      assert.deepEqual((await ask({ from: 4000 })).lines, []);
    }));

  test(`${name}: an empty table has nothing to plot`, () =>
    withExperiment(numbered(0), async (archive, experiment) => {
      const series = await archive.series(experiment, "app_m", {
        ...{ columns: ["n"], width: 10 },
      });
      assert.deepEqual(series, {
        ...{ clock: "server", from: 0, to: 0, covered: 1, lastId: 0 },
        lines: [],
      });
    }));

  test(`${name}: vectors are averaged over time`, () =>
    withExperiment({
      ...numbered(0, ["n1", "n2"]),
      tables: [{
        schema: "1 app_m v:[double]",
        rows: [
          row(1, { values: [[1, 2, 3, 4]] }),
          row(1, { values: [[3, 4, NaN, 8]], sender: "n2" }),
          row(50, { values: [[]] }),
          row(100, { values: [[9, 7]], sender: "n2" }),
        ],
      }],
    }, async (archive, experiment) => {
      const ask = (bins: number, senders?: readonly string[]) =>
        archive.spectra(experiment, "app_m", {
          ...{ column: "v", width: 10, clock: "client", bins, senders },
        });
      const { times, ...all } = await ask(16);
      assert.deepEqual(all, {
        ...{ clock: "client", from: 0.1, to: 10, covered: 1, lastId: 4 },
        length: 4,
        values: [[2, 3, 3, 6], Array(4).fill(null), [9, 7, null, null]],
        latest: { time: 10, sender: "n2", values: [9, 7] },
      });
      assert.deepEqual(times.toSorted((a, b) => a - b), times);
      const two = await ask(2, ["n1"]);
      assert.deepEqual(two.values, [[2, 4], [null, null]]);
      assert.deepEqual(two.latest, { time: 5, sender: "n1", values: [] });
    }));

  test(`${name}: rejected samples are listed, the latest first`, () =>
    withExperiment({
      ...numbered(1, ["n1", "n2"]),
      rejects: [1, 2, 3].map((i) => ({
        ...{ sender: i === 2 ? "n2" : "n1", time: i, reason: `reason ${i}` },
        ...{ raw: `raw ${i}`, ...i === 3 ? {} : { stream: i } },
      })),
    }, async (archive, experiment) => {
      const all = await archive.rejects(experiment, { limit: 2 });
      assert.equal(all.more, true);
      const [{ id: last, ...third }, { id: before, ...second }] = all.samples;
      assert.deepEqual([third, second], [
        {
          ...{ time: 3, sender: "n1", reason: "reason 3" },
          ...{ raw: "cmF3IDM=", length: 5 },
        },
        {
          ...{ time: 2, sender: "n2", reason: "reason 2", stream: 2 },
          ...{ raw: "cmF3IDI=", length: 5 },
        },
      ]);
      assert.ok(before < last);
      const rest = await archive.rejects(experiment, { limit: 2, before });
      assert.equal(rest.more, false);
      assert.deepEqual(rest.samples.map(({ time }) => time), [1]);
      const own = await archive.rejects(experiment, { limit: 9, sender: "n2" });
      assert.deepEqual(own.samples.map(({ time }) => time), [2]);
    }));

  test(`${name}: an experiment without rejects has none`, () =>
    withExperiment(numbered(1), async (archive, experiment) => {
      const none = await archive.rejects(experiment, { limit: 9 });
      assert.deepEqual(none, { samples: [], more: false });
    }));

  test(`${name}: rejected and converted values are counted`, () =>
    withExperiment({
      ...numbered(1, ["n1", "n2"]),
      rejects: ["n1", "n2", "n1"].map((sender) => ({
        ...{ sender, time: 1, reason: "bad", raw: "x" },
      })),
      conversions: [
        { sender: "n2", count: 5, field: "a", kind: "no number" },
        { sender: "n2", count: 2, field: "b", kind: "fraction cut" },
      ],
    }, async (archive, experiment) => {
      const { rejects, conversions } = await archive.activity(experiment);
      assert.deepEqual(rejects, [
        { sender: "n1", reason: "bad", count: 2 },
        { sender: "n2", reason: "bad", count: 1 },
      ]);
      assert.deepEqual(conversions, [{ sender: "n2", count: 7 }]);
    }));

  /** The activity when all rows are counted. */
  const counted = (archive: Archive, experiment: string) =>
    readInFull(() => archive.activity(experiment));

  test(`${name}: it is counted who sent what`, () =>
    withExperiment({
      startTime: 1_000,
      senders: ["n1", "n2", "n3"],
      tables: [
        {
          schema: "1 app_m n:int32",
          rows: [
            // 4 is missing, and 7 to 9; 6 is there twice.
            ...[1, 2, 3, 5, 6, 6, 10].map((seq, i) =>
              row(seq, { client: (i > 4 ? i - 1 : i) + 0.25, server: i })
            ),
            // Out of order: nothing is missing.
            ...[1, 2, 4, 3, 5].map((seq) => row(seq, { sender: "n2" })),
            // Started again.
            ...[1, 2, 3, 1, 2, 3, 4].map((seq, i) =>
              row(seq, { sender: "n3", client: i - 9, server: i * i })
            ),
          ],
        },
        { schema: "2 app_x n:int32", rows: [row(9)] },
        { schema: "3 app_none n:int32", rows: [] },
      ],
    }, async (archive, experiment) => {
      const { time, cells, rejects, conversions } = await counted(
        archive,
        experiment,
      );
      assert.ok(time > 1.7e9);
      assert.deepEqual([rejects, conversions], [[], []]);
      const by = (key: { readonly sender: string; readonly table: string }) =>
        `${key.table} ${key.sender}`;
      const sorted = cells.toSorted((a, b) => by(a) < by(b) ? -1 : 1);
      const round = (value: number) => Math.round(value * 1e6) / 1e6;
      const rounded = sorted.map((cell) => ({
        ...cell,
        clockOffset: round(cell.clockOffset),
        longestSilence: round(cell.longestSilence),
      }));
      const common = { table: "app_m", gaps: 0, duplicates: 0, rate: 0 };
      assert.deepEqual(rounded, [
        {
          ...{ ...common, sender: "n1", tuples: 7, firstSeq: 1, lastSeq: 10 },
          ...{ gaps: 4, duplicates: 1, first: 0, last: 6 },
          ...{ longestSilence: 1, clockOffset: 0.25 },
        },
        {
          ...{ ...common, sender: "n2", tuples: 5, firstSeq: 1, lastSeq: 5 },
          ...{ first: 0.6, last: 1, longestSilence: 0.2, clockOffset: -0.5 },
        },
        {
          ...{ ...common, sender: "n3", tuples: 7, firstSeq: 1, lastSeq: 4 },
          ...{ first: 0, last: 36, longestSilence: 11, clockOffset: -9 },
        },
        {
          ...{ ...common, sender: "n1", table: "app_x", tuples: 1 },
          ...{ firstSeq: 9, lastSeq: 9, first: 1.4, last: 1.4 },
          ...{ longestSilence: 0, clockOffset: -0.5 },
        },
      ]);
    }));

  test(`${name}: the rate is that of the last ten seconds`, async () => {
    // The start is such that the last rows are of this very moment.
    const startTime = Math.floor(Date.now() / 1000) - 100;
    await withExperiment({
      startTime,
      senders: ["n1", "n2"],
      tables: [{
        schema: "1 app_m n:int32",
        rows: Array.from({ length: 1_000 }, (_, i) =>
          row(i, {
            sender: i < 500 ? "n2" : "n1",
            server: i < 500 ? i / 50 : 90 + (i - 500) / 50,
          })),
      }],
    }, async (archive, experiment) => {
      const { cells } = await counted(archive, experiment);
      const [n1, n2] = ["n1", "n2"].map((sender) =>
        cells.find((cell) => cell.sender === sender)
      );
      assert.equal(n2?.rate, 0);
      // Some seconds may have passed since.
      assert.ok(Number(n1?.rate) > 5 && Number(n1?.rate) < 56, `${n1?.rate}`);
    });
  });

  test(`${name}: rows that are stored later are counted as well`, () =>
    withExperiment(numbered(100), async (archive, experiment, bed) => {
      assert.equal((await counted(archive, experiment)).cells[0].tuples, 100);
      await bed.store({
        name: experiment,
        senders: ["n1"],
        tables: [{ schema: "1 app_m n:int32", rows: [row(101), row(103)] }],
      });
      await waitFor("the new rows to be counted", async () => {
        const { cells: [cell] } = await archive.activity(experiment);
        return cell.tuples === 102 && cell.gaps === 1 || `${cell.tuples}`;
      });
    }));
}
