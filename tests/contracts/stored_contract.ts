import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFoundError } from "../../archive/errors.ts";
import type {
  ExactQuery,
  ExactRows,
  ExactValue,
  StoredExperiment,
  StoredPlace,
} from "../../stored/stored.ts";
import type { SeedExperiment, SeedRow } from "../_support/archive_seed.ts";

/** A place where experiments can be stored and read. */
export interface StoredBed extends AsyncDisposable {
  readonly place: StoredPlace;
  /** How the place stores a double without a value. */
  readonly noDouble: null | number;
  /**
   * Stores an experiment as a server does. If it exists, its senders and tables
   * are used again.
   */
  store(experiment: SeedExperiment): Promise<void>;
}

/** Rows with all of their values. */
export interface KeptRows extends ExactRows {
  readonly values: readonly (readonly ExactValue[])[];
}

/** The blocks of a query, copied: each is valid only until the next. */
async function keptBlocks(
  blocks: AsyncIterable<ExactRows>,
): Promise<KeptRows[]> {
  const kept: KeptRows[] = [];
  for await (const { values, ...rows } of blocks) {
    kept.push({
      ...structuredClone(rows),
      values: values.map((column) =>
        Array.from({ length: column.length }, (_, i) => column.at(i) ?? null)
      ),
    });
  }
  return kept;
}

/** All rows of a query, as one block. */
export async function allRows(
  experiment: StoredExperiment,
  table: string,
  query?: ExactQuery,
): Promise<KeptRows> {
  const blocks = await keptBlocks(experiment.rows(table, query));
  const columns = blocks[0]?.values.length ?? 0;
  return {
    count: blocks.reduce((sum, { count }) => sum + count, 0),
    ids: blocks.flatMap(({ ids }) => ids),
    senders: blocks.flatMap(({ senders }) => senders),
    seqs: blocks.flatMap(({ seqs }) => seqs),
    client: blocks.flatMap(({ client }) => client),
    server: blocks.flatMap(({ server }) => server),
    values: Array.from(
      { length: columns },
      (_, i) => blocks.flatMap(({ values }) => values[i]),
    ),
  };
}

/**
 * The contract for every {@linkcode StoredPlace}. `open` makes an empty place,
 * or one shared by several tests, each of which has experiments of its own.
 */
export function testStored(
  name: string,
  open: () => Promise<StoredBed>,
): void {
  let made = 0;
  const newName = () => `stored-contract-${++made}`;

  /** Lends an experiment that was opened after it had been stored. */
  async function withExperiment(
    seed: Omit<SeedExperiment, "name">,
    use: (experiment: StoredExperiment, bed: StoredBed) => Promise<void>,
  ): Promise<void> {
    await using bed = await open();
    const experiment = newName();
    await bed.store({ ...seed, name: experiment });
    await using stored = await bed.place.open(experiment);
    await use(stored, bed);
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
  const numbered = (count: number, senders = ["n1"], from = 1) => ({
    startTime: 1_000,
    senders,
    tables: [{
      schema: "1 app_m n:int32",
      rows: Array.from(
        { length: count },
        (_, i) => row(from + i, { sender: senders[i % senders.length] }),
      ),
    }],
  });

  /** Stores values of one type, and reads them. */
  const roundTrip = async (
    type: string,
    values: readonly SeedRow["values"][0][],
  ): Promise<readonly ExactValue[]> => {
    let found: readonly ExactValue[] = [];
    await withExperiment({
      senders: ["n1"],
      tables: [{
        schema: `1 app_m v:${type}`,
        rows: values.map((value, i) => row(i + 1, { values: [value] })),
      }],
    }, async (experiment) => {
      found = (await allRows(experiment, "app_m")).values[0];
    });
    return found;
  };

  test(`${name}: the names are sorted, and each can be opened`, async () => {
    await using bed = await open();
    const [first, second] = [newName(), newName()].sort();
    await bed.store({ ...numbered(1), name: second });
    await bed.store({ name: first, senders: ["alone"] });
    const names = await bed.place.names();
    assert.deepEqual(
      names.filter((each) => [first, second].includes(each)),
      [first, second],
    );
    await using opened = await bed.place.open(first);
    assert.equal(opened.name, first);
    assert.deepEqual(opened.description.senders, [{ id: 1, name: "alone" }]);
    assert.ok(opened.place.length > 0);
    await assert.rejects(
      bed.place.open("no-such-experiment"),
      new NotFoundError("experiment", "no-such-experiment"),
    );
  });

  test(`${name}: rows have the columns that OML adds`, () =>
    withExperiment(numbered(3, ["a", "b"]), async (experiment) => {
      assert.deepEqual(await allRows(experiment, "app_m"), {
        ...{ count: 3, ids: [1, 2, 3], senders: [1, 2, 1], seqs: [1, 2, 3] },
        ...{ client: [0.1, 0.2, 0.3], server: [0.6, 0.7, 0.8] },
        values: [[1, 2, 3]],
      });
    }));

  test(`${name}: many rows come in blocks, each once and in order`, () =>
    withExperiment(numbered(20_001), async (experiment) => {
      const blocks = await keptBlocks(experiment.rows("app_m"));
      assert.ok(blocks.length > 1);
      for (const { count, ids, values } of blocks) {
        assert.ok(count > 0 && count <= 5_000);
        assert.equal(ids.length, count);
        assert.equal(values[0].length, count);
      }
      const { ids, values } = await allRows(experiment, "app_m");
      const expected = Array.from({ length: 20_001 }, (_, i) => i + 1);
      assert.deepEqual(ids, expected);
      assert.deepEqual(values[0], expected);
    }));

  test(`${name}: rows that are stored after the opening are left out`, () =>
    withExperiment(numbered(5_000), async (experiment, bed) => {
      const rows = experiment.rows("app_m")[Symbol.asyncIterator]();
      const first = await rows.next();
      await bed.store({
        ...numbered(3_000, ["n1", "later"], 5_001),
        name: experiment.name,
      });
      let count: number = first.value.count;
      for (let next = await rows.next(); !next.done; next = await rows.next()) {
        count += next.value.count;
      }
      assert.equal(count, 5_000);
      assert.equal((await allRows(experiment, "app_m")).count, 5_000);
      assert.equal(experiment.description.tables[0].rows, 5_000);
      await using now = await bed.place.open(experiment.name);
      assert.equal((await allRows(now, "app_m")).count, 8_000);
    }));

  test(`${name}: a query selects senders, times and columns`, () =>
    withExperiment({
      senders: ["a", "b"],
      tables: [{
        schema: "1 app_m x:int32 y:string z:bool",
        rows: Array.from({ length: 10_000 }, (_, i) =>
          row(i, {
            sender: i % 2 === 0 ? "a" : "b",
            client: -i,
            server: i,
            values: [i, `y${i}`, i % 3 === 0],
          })),
      }],
    }, async (experiment) => {
      const found = await allRows(experiment, "app_m", {
        ...{ senders: ["b"], from: 9_000, to: 9_003, columns: ["z", "x"] },
      });
      assert.deepEqual(found.ids, [9_002, 9_004]);
      assert.deepEqual(found.values, [[false, true], [9_001, 9_003]]);
      const client = await allRows(experiment, "app_m", {
        ...{ clock: "client", from: -2, columns: [] },
      });
      assert.deepEqual(client.ids, [1, 2, 3]);
      assert.deepEqual(client.values, []);
      const nothing = await allRows(experiment, "app_m", { from: 1e9 });
      assert.equal(nothing.count, 0);
      const nobody = await allRows(experiment, "app_m", { senders: [] });
      assert.equal(nobody.count, 0);
    }));

  test(`${name}: an unknown table, column or sender is an error at once`, () =>
    withExperiment(numbered(1), (experiment) => {
      const error = (sought: "table" | "column" | "sender") =>
        new NotFoundError(sought, "none");
      assert.throws(() => experiment.rows("none"), error("table"));
      assert.throws(
        () => experiment.rows("app_m", { columns: ["none"] }),
        error("column"),
      );
      assert.throws(
        () => experiment.rows("app_m", { senders: ["none"] }),
        error("sender"),
      );
      return Promise.resolve();
    }));

  test(`${name}: a table without rows has none`, () =>
    withExperiment({
      senders: ["n1"],
      tables: [{ schema: "1 app_m n:int32", rows: [] }],
    }, async (experiment) => {
      assert.equal((await allRows(experiment, "app_m")).count, 0);
      assert.deepEqual(experiment.description.tables, [{
        ...{ name: "app_m", rows: 0 },
        columns: [{ name: "n", type: "int32", kind: "number" }],
      }]);
    }));

  for (
    const [type, values] of [
      ["int32", [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), null]],
      ["uint32", [0, 2 ** 31, 2 ** 32 - 1, null]],
      [
        "int64",
        [
          0n,
          -1n,
          2n ** 53n,
          2n ** 53n + 1n,
          2n ** 63n - 1n,
          -(2n ** 63n),
          null,
        ],
      ],
      [
        "uint64",
        [0n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, null],
      ],
      ["guid", [1n, 2n ** 53n + 1n, 2n ** 63n + 5n, 2n ** 64n - 1n, null]],
      ["bool", [true, false, null]],
      [
        "double",
        [
          ...[0.1, 1, 1e300, 5e-324, 2 ** 53 + 2, Number.MAX_VALUE, 0, 1e15],
          ...[Infinity, -Infinity, 123456789.12345679],
        ],
      ],
      [
        "string",
        ["", "ä'\"\\\t\n\r", "日本語 🚀", "123", "x".repeat(2 ** 20), null],
      ],
      ["[int32]", [[], [1], [-(2 ** 31), 0, 2 ** 31 - 1], null]],
      ["[uint32]", [[], [2 ** 32 - 1, 0], null]],
      [
        "[int64]",
        [[], [1n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n], null],
      ],
      ["[uint64]", [[], [0n, 2n ** 64n - 1n, 2n ** 63n], null]],
      ["[bool]", [[], [true, false, true], null]],
      [
        "[double]",
        [[], [0.1, -0, 5e-324, 1e300, 1e15, Infinity, -Infinity], null],
      ],
    ] satisfies readonly (readonly [string, readonly SeedRow["values"][0][]])[]
  ) {
    test(`${name}: values of ${type} are exact`, async () => {
      assert.deepEqual(await roundTrip(type, values), values);
    });
  }

  test(`${name}: a double without a value is as stored`, async () => {
    await using bed = await open();
    const found = await roundTrip("double", [NaN, 1.5, null]);
    assert.deepEqual(found, [bed.noDouble, 1.5, bed.noDouble]);
  });

  test(`${name}: an element of a vector that is no number is null`, async () => {
    const found = await roundTrip("[double]", [[NaN, 1, NaN]]);
    assert.deepEqual(found, [[null, 1, null]]);
  });

  test(`${name}: blobs are exact`, async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const values = [new Uint8Array(), new Uint8Array(3), all, null];
    const found = await roundTrip("blob", values);
    const bytes = found.map((value) =>
      value instanceof Uint8Array ? [...value] : value
    );
    assert.deepEqual(bytes, [[], [0, 0, 0], [...all], null]);
  });

  test(`${name}: large values come in small blocks`, () =>
    withExperiment({
      senders: ["n1"],
      tables: [{
        schema: "1 app_m v:string",
        rows: Array.from({ length: 60 }, (_, i) =>
          row(i, { values: [i < 50 ? "short" : "x".repeat(2 ** 20)] })),
      }],
    }, async (experiment) => {
      let rows = 0;
      for await (const { count, values } of experiment.rows("app_m")) {
        let bytes = 0;
        for (let i = 0; i < count; i++) {
          bytes += String(values[0].at(i)).length;
        }
        assert.ok(bytes <= 2 * 2 ** 20, `${bytes} bytes in one block`);
        rows += count;
      }
      assert.equal(rows, 60);
    }));

  test(`${name}: all metadata is read`, () =>
    withExperiment({
      startTime: 77,
      senders: ["n1"],
      metadata: Array.from({ length: 10_500 }, (_, i) => ({
        ...{ sender: "n1", subject: ".", key: `k${i}`, value: `v${i}` },
      })),
    }, ({ description: { startTime, metadata } }) => {
      assert.equal(startTime, 77);
      const own = metadata.filter(({ sender }) => sender !== undefined);
      assert.equal(own.length, 10_500);
      assert.deepEqual(own.at(-1), {
        ...{ sender: "n1", subject: ".", key: "k10499", value: "v10499" },
      });
      return Promise.resolve();
    }));

  test(`${name}: rejected samples come in the order of their arrival`, () =>
    withExperiment({
      senders: ["a", "b"],
      rejects: Array.from({ length: 2_500 }, (_, i) => ({
        sender: i % 2 === 0 ? "a" : "b",
        time: i,
        ...i === 7 ? {} : { stream: 3 },
        ...{ reason: "too few values", raw: `raw ${i}` },
      })),
    }, async (experiment, bed) => {
      await bed.store({
        ...{ name: experiment.name, senders: ["a"] },
        rejects: [{ sender: "a", time: 9e9, reason: "later", raw: "" }],
      });
      const totals = await experiment.rejectTotals();
      assert.deepEqual(
        totals.toSorted((a, b) => a.sender < b.sender ? -1 : 1),
        ["a", "b"].map((sender) => ({
          ...{ sender, reason: "too few values", count: 1_250 },
        })),
      );
      const blocks = await Array.fromAsync(experiment.rejects());
      assert.ok(blocks.length > 1);
      const all = blocks.flat();
      assert.deepEqual(
        all.map(({ time }) => time),
        Array.from({ length: 2_500 }, (_, i) => i),
      );
      assert.deepEqual({ ...all[7], raw: [...all[7].raw] }, {
        ...{ time: 7, sender: 2, stream: undefined, reason: "too few values" },
        ...{ raw: [...new TextEncoder().encode("raw 7")], length: 5 },
      });
      assert.equal(all[8].stream, 3);
    }));

  test(`${name}: converted values are counted by sender`, () =>
    withExperiment({
      senders: ["a", "b"],
      conversions: [
        { sender: "b", count: 3, field: "x", kind: "fraction cut" },
        { sender: "b", count: 4, field: "y", kind: "fraction cut" },
      ],
    }, async (experiment) => {
      assert.deepEqual(await experiment.conversionTotals(), [
        { sender: "b", count: 7 },
      ]);
    }));

  test(`${name}: without rejected samples there are none`, () =>
    withExperiment(numbered(1), async (experiment) => {
      assert.deepEqual(await Array.fromAsync(experiment.rejects()), []);
    }));

  test(`${name}: reading can be broken off, and begun again`, () =>
    withExperiment(numbered(10_000), async (experiment) => {
      for await (const { count } of experiment.rows("app_m")) {
        assert.ok(count > 0);
        break;
      }
      assert.equal((await allRows(experiment, "app_m")).count, 10_000);
    }));

  test(`${name}: several tables can be read side by side`, () =>
    withExperiment({
      senders: ["n1"],
      tables: ["app_a", "app_b"].map((table, i) => ({
        schema: `${i + 1} ${table} n:int32`,
        rows: Array.from({ length: 10_000 }, (_, i) => row(i)),
      })),
    }, async (experiment) => {
      const a = experiment.rows("app_a")[Symbol.asyncIterator]();
      const b = experiment.rows("app_b")[Symbol.asyncIterator]();
      for (;;) {
        const [left, right] = await Promise.all([a.next(), b.next()]);
        assert.equal(left.done, right.done);
        if (left.done) break;
        assert.deepEqual(left.value, right.value);
      }
    }));
}
