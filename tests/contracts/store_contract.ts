import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { cellValues } from "../../server/batches/cell_values.ts";
import {
  type Database,
  type Flush,
  type Store,
  UnwrittenError,
} from "../../server/rows/store.ts";
import { flushOf, rejection } from "../server/_support/flush.ts";
import { DOUBLES, INTEGERS } from "../server/_support/cells.ts";

/** A kind of store, and a way to read its databases from outside. */
export interface StoreBed {
  /** A store; always of the same databases. */
  makeStore(): Store;
  /** The rows of a table as another program reads them, in any order. */
  read(
    domain: string,
    table: string,
    columns: readonly string[],
  ): Promise<unknown[][]>;
}

/** The contract for every store; `bed` is called within the tests. */
export function testStore(name: string, bed: () => StoreBed): void {
  let domains = 0;
  const newDomain = () => `contract-${++domains}`;

  /** Opens a database, and closes it after `use`. */
  async function withDatabase<T>(
    domain: string,
    use: (database: Database) => Promise<T>,
  ): Promise<T> {
    const store = bed().makeStore();
    const database = await store.open(domain);
    try {
      return await use(database);
    } finally {
      await database.close();
      await store.close();
    }
  }

  /** Some columns of a table, with the rows ordered by column `by`. */
  async function rowsOf(
    domain: string,
    table: string,
    columns: readonly string[],
    by = "oml_tuple_id",
  ): Promise<unknown[][]> {
    const all = [...new Set([...columns, by])];
    const at = all.indexOf(by);
    const rows = await bed().read(domain, table, all);
    return rows.toSorted((a, b) => Number(a[at]) - Number(b[at]))
      .map((row) => row.slice(0, columns.length));
  }

  /** The same as texts; without `by`, in the order of the texts. */
  const texts = async (
    domain: string,
    table: string,
    columns: readonly string[],
    by?: string,
  ) => {
    const rows = by === undefined
      ? await bed().read(domain, table, columns)
      : await rowsOf(domain, table, columns, by);
    const lines = rows.map((row) => row.map(asText).join(" | "));
    return by === undefined ? lines.sort() : lines;
  };

  const schema = "1 app_m a:int32";
  const row = (value: bigint, known = false): Flush =>
    flushOf({ handle: 0, schema, rows: [[value]], known });

  test(`${name}: a database is new until its experiment has a start`, async () => {
    const domain = newDomain();
    const founds: boolean[] = [];
    for (const startTime of [undefined, 12.75, 99]) {
      await withDatabase(domain, (database) => {
        founds.push(database.found.isNew);
        return database.join({ sender: "s", startTime });
      });
    }
    assert.deepEqual(founds, [true, true, false]);
  });

  test(`${name}: the first start is kept, without its fraction`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      const starts = [];
      for (const startTime of [undefined, -0.5, 99, undefined]) {
        const sender = `s${startTime}`;
        starts.push((await database.join({ sender, startTime })).startTime);
      }
      assert.deepEqual(starts, [undefined, -1, -1, -1]);
    });
    await withDatabase(domain, async (database) => {
      const joined = await database.join({ sender: "s", startTime: 7 });
      assert.equal(joined.startTime, -1);
    });
  });

  test(`${name}: senders are numbered from 1 and keep their numbers`, async () => {
    const domain = newDomain();
    const numbers = (senders: (string | undefined)[]) =>
      withDatabase(domain, async (database) => {
        const joined = senders.map((sender) =>
          database.join({ sender, startTime: 1 })
        );
        return (await Promise.all(joined)).map(({ senderId }) => senderId);
      });
    assert.deepEqual(await numbers(["b", undefined, "a", "b"]), [1, 0, 2, 1]);
    assert.deepEqual(await numbers(["ä'\"\\", "a", "A"]), [3, 2, 4]);
    assert.deepEqual(
      await texts(domain, "_senders", ["name", "id"], "id"),
      ["b | 1", "a | 2", "ä'\"\\ | 3", "A | 4"],
    );
  });

  test(`${name}: the server's own metadata consists of keys and values`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      await database.join({ sender: "s", startTime: 5.5 });
      await database.write(row(1n));
    });
    const columns = [
      ...["oml_sender_id", "oml_seq", "oml_ts_client"],
      ...["subject", "key", "value"],
    ];
    assert.deepEqual(
      await texts(domain, "_experiment_metadata", columns, "oml_tuple_id"),
      [
        "table__experiment_metadata | 0 _experiment_metadata " +
        "subject:string key:string value:string",
        "start_time | 5",
        "table_app_m | 1 app_m a:int32",
      ].map((text) => `null | null | null | null | ${text}`),
    );
  });

  test(`${name}: values of every type are stored and read unchanged`, async () => {
    const domain = newDomain();
    // SQLite keeps whole doubles as integers, which have no -0.
    const doubles = DOUBLES.filter((v) => !Object.is(v, -0));
    const int32s = INTEGERS.filter((v) => BigInt.asIntN(32, v) === v);
    await withDatabase(domain, (database) =>
      database.write(flushOf(
        { handle: 0, schema: "1 i a:int32", rows: int32s.map((v) => [v]) },
        { handle: 1, schema: "2 l a:int64", rows: INTEGERS.map((v) => [v]) },
        { handle: 2, schema: "3 d a:double", rows: doubles.map((v) => [v]) },
        { handle: 3, schema: "4 s a:string", rows: TEXTS.map((v) => [v]) },
        { handle: 4, schema: "5 b a:blob", rows: BLOBS.map((v) => [v]) },
        { handle: 5, schema: "6 g a:guid", rows: [[null], [-1n]] },
        { handle: 6, schema: "7 v a:[int32]", rows: [["[ 1, 2 ]"], [""]] },
      )));
    const column = async (table: string) =>
      (await rowsOf(domain, table, ["a"])).map(([value]) => value);
    assert.deepEqual((await column("i")).map(String), int32s.map(String));
    assert.deepEqual((await column("l")).map(String), INTEGERS.map(String));
    assert.deepEqual(await column("d"), doubles);
    assert.deepEqual(await column("s"), TEXTS);
    assert.deepEqual((await column("b")).map(asText), BLOBS.map(asText));
    assert.deepEqual((await column("g")).map(asText), ["null", "-1"]);
    assert.deepEqual(await column("v"), ["[ 1, 2 ]", ""]);
  });

  test(`${name}: the same schema appends, another one gets the next name`, async () => {
    const domain = newDomain();
    const schemas = [
      "1 m a:int32",
      "1 m b:int32",
      "1 m a:int64",
      "1 M a:int32",
      "2 m b:int32",
      "1 _senders a:int32",
    ];
    const flush = () =>
      flushOf(...schemas.map((schema, handle) => ({
        handle,
        schema,
        rows: [[BigInt(handle)]],
      })));
    for (let i = 0; i < 2; i++) {
      await withDatabase(domain, (database) => database.write(flush()));
    }
    const values = async (table: string, column: string) =>
      (await texts(domain, table, [column])).join();
    assert.equal(await values("m", "a"), "0,0");
    assert.equal(await values("m_2", "b"), "1,1,4,4");
    assert.equal(await values("m_3", "a"), "2,2");
    assert.equal(await values("M_4", "a"), "3,3");
    assert.equal(await values("_senders_2", "a"), "5,5");
  });

  test(`${name}: tables are found again, with the form of their rows`, async () => {
    const domain = newDomain();
    const schemas = ["1 m a:int32", "1 m b:string", "2 n c:double"];
    await withDatabase(domain, async (database) => {
      assert.deepEqual(tableNames(database), ["_experiment_metadata"]);
      await database.write(flushOf(...schemas.map((schema, handle) => ({
        ...{ handle, schema, rows: [] },
      }))));
    });
    await withDatabase(domain, (database) => {
      const names = ["_experiment_metadata", "m", "m_2", "n"];
      assert.deepEqual(tableNames(database), names);
      const { fields } = database.found.tables[2];
      assert.deepEqual(fields, [{ name: "b", type: "string" }]);
      return Promise.resolve();
    });
  });

  test(`${name}: more than a hundred tables may be created at once`, async () => {
    const domain = newDomain();
    const tables = Array.from({ length: 120 }, (_, handle) => ({
      ...{ handle, schema: `1 m${handle} a:int32`, rows: [[BigInt(handle)]] },
    }));
    await withDatabase(domain, async (database) => {
      await database.write(flushOf(...tables));
      const again = tables.map((table) => ({ ...table, known: true }));
      await database.write(flushOf(...again));
    });
    for (const n of [0, 99, 100, 119]) {
      assert.deepEqual(await texts(domain, `m${n}`, ["a"]), [`${n}`, `${n}`]);
    }
    await withDatabase(domain, (database) => {
      assert.equal(tableNames(database).length, 121);
      return Promise.resolve();
    });
  });

  test(`${name}: calls without await are carried out in order`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      const written = [0n, 1n, 2n].map((value) =>
        database.write(row(value, value > 0n))
      );
      await Promise.all(written);
    });
    assert.deepEqual(await rowsOf(domain, "app_m", ["a"]).then(flat), [
      ...["0", "1", "2"],
    ]);
  });

  test(`${name}: rejected samples are stored, counted, and found again`, async () => {
    const domain = newDomain();
    for (let i = 0; i < 2; i++) {
      await withDatabase(domain, async (database) => {
        assert.equal(database.found.rejectRows, 2 * i);
        assert.equal(database.found.rejectBytes, 2 * i * "raw".length);
        await database.write(rejection("one"));
        await database.write(rejection("other"));
      });
    }
    assert.deepEqual(
      await texts(domain, "_oml_reject_counts", [
        ...["oml_sender_id", "stream", "reason", "count"],
      ]),
      ["1 | null | one | 2", "1 | null | other | 2"],
    );
    const columns = [
      ...["oml_ts_server", "oml_sender_id", "stream", "reason"],
      ...["raw", "length"],
    ];
    assert.deepEqual(
      (await texts(domain, "_oml_rejected", columns, "id")).slice(0, 2),
      ["0 | 1 | null | one | 726177 | 3", "0 | 1 | null | other | 726177 | 3"],
    );
  });

  test(`${name}: conversions add up by field and kind, with their first texts`, async () => {
    const domain = newDomain();
    const key = { senderId: 1, stream: 2, field: "a" };
    const cut = { ...key, kind: "fraction cut" } as const;
    const none = { ...key, kind: "no number" } as const;
    for (let i = 0; i < 2; i++) {
      await withDatabase(domain, async (database) => {
        await database.write({
          ...row(1n),
          conversions: [
            { ...cut, count: 9, texts: ["3.7", "2\0\u202e"] },
            { ...cut, resume: "stream", count: 1, texts: ["x"] },
            { ...none, count: 2, texts: ["None"] },
          ],
        });
      });
    }
    assert.deepEqual(
      await texts(domain, "_oml_conversions", [
        ...["oml_sender_id", "stream", "field", "kind", "count", "raw"],
      ]),
      [
        "1 | 2 | a | fraction cut | 20 | " +
        '["3.7","2\\u0000\u202e","x","3.7","2\\u0000\u202e"]',
        '1 | 2 | a | no number | 4 | ["None","None"]',
      ],
    );
  });

  test(`${name}: all converted fields are counted, however many, and most of them separately`, async () => {
    const domain = newDomain();
    const fields = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({
        senderId: 1,
        stream: 1,
        field: `f${from + i}`,
        kind: "no number" as const,
        count: 2,
        texts: ["None"],
      }));
    await withDatabase(domain, async (database) => {
      const none = flushOf();
      await database.write({ ...none, conversions: fields(0, 9_000) });
      for (let i = 0; i < 2; i++) {
        await database.write({ ...none, conversions: fields(8_000, 12_000) });
      }
    });
    const columns = ["count", "oml_sender_id", "field"];
    const rows = await bed().read(domain, "_oml_conversions", columns);
    assert.equal(rows.length, 10_001);
    assert.equal(rows.reduce((sum, [count]) => sum + Number(count), 0), 34_000);
    const others = rows.filter(([, sender]) => sender === null);
    assert.deepEqual(others.map((row) => row.map(asText)), [
      ["8000", "null", "(others)"],
    ]);
  });

  test(`${name}: a resumable stream returns its stored offset`, async () => {
    const domain = newDomain();
    const stream = "0c6d2c4e-9d1f-4c77-8f5e-7b1ad6f2a111";
    const member = { sender: "s", startTime: 1, resume: stream };
    await withDatabase(domain, async (database) => {
      assert.equal((await database.join(member)).resumed, undefined);
      for (const offset of [10, 2 ** 40]) {
        const progress = [{ stream, offset, redefined: 2 }];
        const flush = { ...row(1n, offset > 10), progress };
        assert.deepEqual(await database.write(flush), { fenced: [] });
        await database.sync();
      }
    });
    await withDatabase(domain, async (database) => {
      const { resumed } = await database.join(member);
      assert.deepEqual(resumed, { stream, offset: 2 ** 40, redefined: 2 });
    });
  });

  test(`${name}: streams are found by the beginning of their names`, async () => {
    const stored = [
      { stream: "file_ 1", offset: 10, redefined: 0 },
      { stream: "file_ 2", offset: 2 ** 40, redefined: 3 },
    ];
    const others = ["files 1", "0c6d2c4e-9d1f-4c77-8f5e-7b1ad6f2a113"]
      .map((stream) => ({ stream, offset: 5, redefined: 0 }));
    await withDatabase(newDomain(), async (database) => {
      assert.deepEqual(await database.findStreams("file_"), []);
      const all = [...others, ...stored];
      for (const { stream } of [...all, { stream: "file_ without rows" }]) {
        await database.join({ sender: "s", startTime: 1, resume: stream });
      }
      await database.write({ ...row(1n), progress: all });
      const found = await database.findStreams("file_");
      assert.deepEqual(
        found.toSorted((a, b) => a.stream < b.stream ? -1 : 1),
        stored,
      );
    });
  });

  test(`${name}: after a failed write nothing else is stored`, async () => {
    const stream = "0c0e9f1a-7f0b-4b8e-8a55-1d6b4d2f9c11";
    const member = { sender: "s", startTime: 1, resume: stream };
    await withDatabase(newDomain(), async (database) => {
      await database.join(member);
      const unknown = { handle: 9, schema, rows: [[2n]], known: true };
      const progress = [{ stream, offset: 300, redefined: 0 }];
      const writes = await Promise.allSettled([
        database.write(row(1n)),
        database.write(flushOf(unknown)),
        database.write({ ...row(3n, true), progress }),
      ]);
      assert.deepEqual(writes.map(({ status }) => status), [
        "fulfilled",
        "rejected",
        "rejected",
      ]);
      assert.equal((await database.join(member)).resumed, undefined);
    });
  });

  test(`${name}: a failed write stores nothing, and leaves the flush intact`, async () => {
    const domain = newDomain();
    const stream = "0c0e9f1a-7f0b-4b8e-8a55-1d6b4d2f9c12";
    const member = { sender: "s", startTime: 1, resume: stream };
    const flush = {
      ...rejection("a reason"),
      ...flushOf(
        { handle: 0, schema, rows: many(1_000) },
        { handle: 9, schema: "1 other b:string", rows: [["x"]], known: true },
      ),
      rejectCounts: rejection("a reason").rejectCounts,
      progress: [{ stream, offset: 300, redefined: 0 }],
    };
    await withDatabase(domain, async (database) => {
      await assert.rejects(database.write(flush), (error) => {
        const back = error instanceof UnwrittenError
          ? error.unwritten.flush
          : flush;
        const rows = new Map(back.rows.map(({ handle, cells }) => [
          handle,
          Array.from(
            cells.offsets,
            (at) => asText(cellValues(cells.bytes, at, cells.columns)[4]),
          ),
        ]));
        assert.deepEqual(rows.get(0), many(1_000).map(([value]) => `${value}`));
        assert.deepEqual(rows.get(9), ["78"]);
        return true;
      });
    });
    await withDatabase(domain, async (database) => {
      assert.equal(database.found.rejectRows, 0);
      assert.equal((await database.join(member)).resumed, undefined);
      // A table that was created before its rows is empty.
      await database.write(row(7n));
    });
    assert.deepEqual(await rowsOf(domain, "app_m", ["a"]).then(flat), ["7"]);
  });

  test(`${name}: large batches of several tables keep their order`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      for (const known of [false, true]) {
        await database.write(flushOf(
          { handle: 0, schema, rows: many(3_000), known },
          { handle: 1, schema: "2 n a:int32", rows: many(5), known },
          { handle: 2, schema: "3 o a:int32", rows: many(70), known },
        ));
      }
    });
    for (const [table, count] of [["app_m", 3_000], ["n", 5], ["o", 70]]) {
      const expected = [...many(Number(count)), ...many(Number(count))];
      assert.deepEqual(
        await rowsOf(domain, `${table}`, ["a"]).then(flat),
        expected.map(([value]) => `${value}`),
      );
    }
  });

  test(`${name}: close() waits for the calls before it, and rest() and sync() may come at any time`, async () => {
    const domain = newDomain();
    const store = bed().makeStore();
    const database = await store.open(domain);
    const calls = [
      database.rest(),
      database.write(row(0n)),
      database.sync(),
      database.write(row(1n, true)),
      database.rest(),
      database.write(flushOf()),
      database.write(row(2n, true)),
      database.close(),
    ];
    await Promise.all(calls);
    await store.close();
    assert.deepEqual(await rowsOf(domain, "app_m", ["a"]).then(flat), [
      ...["0", "1", "2"],
    ]);
  });

  test(`${name}: a forgotten table is found again by another number`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      await database.write({ ...row(0n), forgotten: [0] });
      await database.write(flushOf({ handle: 7, schema, rows: [[1n]] }));
      await assert.rejects(database.write(row(2n, true)));
    });
    assert.deepEqual(await rowsOf(domain, "app_m", ["a"]).then(flat), [
      ...["0", "1"],
    ]);
  });

  test(`${name}: databases open at the same time are independent`, async () => {
    const domains = [newDomain(), newDomain()];
    const store = bed().makeStore();
    const databases = await Promise.all(domains.map((one) => store.open(one)));
    assert.equal(new Set(databases.map(({ uri }) => uri)).size, 2);
    await Promise.all(databases.map(async (database, i) => {
      const member = { sender: `s${i}`, startTime: 10 + i };
      const { senderId, startTime } = await database.join(member);
      assert.deepEqual([senderId, startTime], [1, 10 + i]);
      await database.write(row(BigInt(i)));
    }));
    await assert.rejects(
      databases[0].write(
        flushOf({ ...{ handle: 9, schema }, known: true, rows: [[1n]] }),
      ),
    );
    await databases[1].write(row(5n, true));
    await Promise.all(databases.map((database) => database.close()));
    await store.close();
    const values = domains.map((one) => rowsOf(one, "app_m", ["a"]).then(flat));
    assert.deepEqual(await Promise.all(values), [["0"], ["1", "5"]]);
  });
}

/** Rows with one integer, which counts up. */
function many(count: number): [bigint][] {
  return Array.from({ length: count }, (_, i) => [BigInt(i)]);
}

function flat(rows: readonly (readonly unknown[])[]): string[] {
  return rows.flat().map(asText);
}

const TEXTS = ["", "a", "'\"\\\t\n", "ä€😀", "x".repeat(100_000)];
const BLOBS = [
  new Uint8Array(),
  Uint8Array.from({ length: 256 }, (_, i) => i),
  new Uint8Array(100_000),
];

function tableNames({ found }: Database): string[] {
  return found.tables.map(({ name }) => name);
}

function asText(value: unknown): string {
  return value instanceof Uint8Array
    ? Buffer.from(value).toString("hex")
    : String(value);
}
