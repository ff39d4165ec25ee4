import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import type { Database, Flush, Store } from "../../server/rows/store.ts";
import { flushOf, refusal } from "../server/_support/flush.ts";
import { DOUBLES, INTEGERS } from "../server/_support/cells.ts";

/** A kind of stores, and a look into their databases from outside. */
export interface StoreBed {
  /** A store; the same databases every time. */
  makeStore(): Store;
  /** The rows that another program gets. */
  query(domain: string, sql: string): Promise<unknown[][]>;
}

/** What every store must do; `bed` is asked for within the tests. */
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

  const texts = async (domain: string, sql: string) =>
    (await bed().query(domain, sql)).map((row) => row.map(asText).join(" | "));

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

  test(`${name}: the first start counts, its fraction cut off`, async () => {
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
      await texts(domain, "SELECT name, id FROM _senders ORDER BY id"),
      ["b | 1", "a | 2", "ä'\"\\ | 3", "A | 4"],
    );
  });

  test(`${name}: the server's own metadata is a key and a value`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      await database.join({ sender: "s", startTime: 5.5 });
      await database.write(row(1n));
    });
    const columns =
      "oml_sender_id, oml_seq, oml_ts_client, subject, key, value";
    assert.deepEqual(
      await texts(
        domain,
        `SELECT ${columns} FROM _experiment_metadata ORDER BY oml_tuple_id`,
      ),
      [
        "table__experiment_metadata | 0 _experiment_metadata " +
        "subject:string key:string value:string",
        "start_time | 5",
        "table_app_m | 1 app_m a:int32",
      ].map((text) => `null | null | null | null | ${text}`),
    );
  });

  test(`${name}: values of every type come out as they went in`, async () => {
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
    const column = async (table: string) => {
      const sql = `SELECT a FROM ${table} ORDER BY oml_tuple_id`;
      return (await bed().query(domain, sql)).map(([value]) => value);
    };
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
      (await texts(domain, `SELECT ${column} FROM ${table} ORDER BY 1`)).join();
    assert.equal(await values("m", "a"), "0,0");
    assert.equal(await values("m_2", "b"), "1,1,4,4");
    assert.equal(await values("m_3", "a"), "2,2");
    assert.equal(await values('"M_4"', "a"), "3,3");
    assert.equal(await values("_senders_2", "a"), "5,5");
  });

  test(`${name}: tables are found again, with what their rows look like`, async () => {
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

  test(`${name}: more than a hundred tables may come at once`, async () => {
    const domain = newDomain();
    const tables = Array.from({ length: 120 }, (_, handle) => ({
      ...{ handle, schema: `1 m${handle} a:int32`, rows: [[BigInt(handle)]] },
    }));
    await withDatabase(domain, async (database) => {
      await database.write(flushOf(...tables));
      const again = tables.map((table) => ({ ...table, known: true }));
      await database.write(flushOf(...again));
    });
    const values = await texts(
      domain,
      "SELECT a FROM m0 UNION ALL " +
        "SELECT a FROM m99 UNION ALL SELECT a FROM m100 UNION ALL " +
        "SELECT a FROM m119",
    );
    assert.equal(values.join(), "0,0,99,99,100,100,119,119");
    await withDatabase(domain, (database) => {
      assert.equal(tableNames(database).length, 121);
      return Promise.resolve();
    });
  });

  test(`${name}: what is not awaited is carried out in order`, async () => {
    const domain = newDomain();
    await withDatabase(domain, async (database) => {
      const written = [0n, 1n, 2n].map((value) =>
        database.write(row(value, value > 0n))
      );
      await Promise.all(written);
    });
    const sql = "SELECT a FROM app_m ORDER BY oml_tuple_id";
    assert.deepEqual(await texts(domain, sql), ["0", "1", "2"]);
  });

  test(`${name}: rejected samples are kept, counted, and found again`, async () => {
    const domain = newDomain();
    for (let i = 0; i < 2; i++) {
      await withDatabase(domain, async (database) => {
        assert.equal(database.found.rejectRows, 2 * i);
        assert.equal(database.found.rejectBytes, 2 * i * "raw".length);
        await database.write(refusal("one"));
        await database.write(refusal("other"));
      });
    }
    assert.deepEqual(
      await texts(
        domain,
        "SELECT oml_sender_id, stream, reason, count FROM _oml_reject_counts " +
          "ORDER BY reason",
      ),
      ["1 | null | one | 2", "1 | null | other | 2"],
    );
    assert.deepEqual(
      await texts(
        domain,
        "SELECT oml_ts_server, oml_sender_id, stream, reason, raw, length " +
          "FROM _oml_rejected ORDER BY id LIMIT 2",
      ),
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
      await texts(
        domain,
        "SELECT oml_sender_id, stream, field, kind, count, raw " +
          "FROM _oml_conversions ORDER BY kind",
      ),
      [
        "1 | 2 | a | fraction cut | 20 | " +
        '["3.7","2\\u0000\u202e","x","3.7","2\\u0000\u202e"]',
        '1 | 2 | a | no number | 4 | ["None","None"]',
      ],
    );
  });

  test(`${name}: of very many converted fields all are counted, and most told apart`, async () => {
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
    const sums = async (where: string) =>
      (await texts(
        domain,
        `SELECT count(*), sum(count) FROM _oml_conversions WHERE ${where}`,
      )).join();
    assert.equal(await sums("true"), "10001 | 34000");
    assert.equal(
      await sums("oml_sender_id IS NULL AND field = '(others)'"),
      "1 | 8000",
    );
  });

  test(`${name}: a resumable stream is told how far it has come`, async () => {
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

  test(`${name}: behind a write that failed, no other is stored`, async () => {
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
