import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DATABASE_NAMES,
  SqlFile,
  type SqlNames,
  TABLE_NAMES,
} from "../../../../server/rows/postgres/sql_file.ts";
import { StoreError } from "../../../../server/rows/store.ts";

const parse = (sql: string, names: readonly string[] = TABLE_NAMES) =>
  SqlFile.parse("a.sql", sql, names);

/** PostgreSQL's error at a position, which it counts from 1 on. */
class Fault extends Error {
  readonly code = "42703";
  readonly detail: string | undefined;
  readonly position: string | undefined;

  constructor(position?: number, detail?: string) {
    super("it is wrong");
    this.position = position === undefined ? undefined : String(position);
    this.detail = detail;
  }
}

/** The statements that are run with names. */
async function statements(sql: string, names: SqlNames): Promise<string[]> {
  const all: string[] = [];
  const run = (statement: string) => {
    all.push(statement.trim());
    return Promise.resolve();
  };
  await parse(sql).run({ run }, names);
  return all;
}

/** Runs SQL of which a statement fails at a text in it. */
async function failAt(text: string, sql: string, names: SqlNames = {}) {
  const run = (statement: string) => {
    const at = statement.indexOf(text);
    if (at < 0) return Promise.resolve();
    return Promise.reject(new Fault([...statement.slice(0, at)].length + 1));
  };
  await parse(sql).run({ run }, names);
}

const EVIL = `a"b'c\\d; DROP TABLE x; --`;

test("Names are identifiers or texts, however evil they are", async () => {
  assert.deepEqual(
    await statements(`DROP TABLE :schema.:table; SELECT :'table', :"table"`, {
      schema: 'x".y',
      table: EVIL,
    }),
    [
      `DROP TABLE "x"".y"."a""b'c\\d; DROP TABLE x; --"`,
      `SELECT  E'a"b''c\\\\d; DROP TABLE x; --', "a""b'c\\d; DROP TABLE x; --"`,
    ],
  );
});

test("The columns are SQL, or its text", async () => {
  assert.deepEqual(
    await statements("CREATE TABLE t (:columns); SELECT :'columns'", {
      columns: `"it's" int4`,
    }),
    [`CREATE TABLE t ("it's" int4)`, `SELECT '"it''s" int4'`],
  );
});

test("Statements run one by one, and blank ones do not", async () => {
  const sql = "-- first\nSELECT 1;;\n/* no; */ ;SELECT ';'\n;-- end";
  assert.deepEqual(
    await statements(sql, {}),
    ["-- first\nSELECT 1", "SELECT ';'"],
  );
});

for (
  const [sql, message] of [
    ["\n\nSELECT :tabel", /^a\.sql:3: :tabel is unknown$/],
    ["SELECT x[a:b]", /^a\.sql:1: :b is unknown$/],
    ['SELECT 1;\nSELECT :"columns"', /^a\.sql:2: :"columns" is not one name$/],
    ["SELECT 1;\n-- so\ncommit;", /^a\.sql:3: commit is not allowed here$/],
    ["BEGIN;", /^a\.sql:1: BEGIN is not allowed here$/],
    ["ROLLBACK TO SAVEPOINT oml", /^a\.sql:1: ROLLBACK is not allowed here$/],
  ] as const
) {
  test(`${JSON.stringify(sql)} is rejected with its line and a remedy`, () => {
    assert.throws(() => parse(sql), (error) => {
      assert.ok(error instanceof StoreError);
      assert.match(error.message, message);
      assert.notEqual(error.hint, undefined);
      return true;
    });
  });
}

test("There is no table when a database is made", () => {
  assert.throws(
    () => parse("SELECT :table", DATABASE_NAMES),
    /:table is unknown/,
  );
});

test("An error has the line of its position, behind names of any length", async () => {
  const sql = "SELECT 1;\nSELECT '😀', :table,\n  :'table',\n  wrong\nFROM x";
  for (const table of ["t", "😀".repeat(20), `'"`.repeat(9)]) {
    await assert.rejects(
      failAt("wrong", sql, { table }),
      /^SqlFileError: a\.sql:4: it is wrong$/,
    );
  }
  const names = { table: "my_table" };
  await assert.rejects(failAt("my_table", sql, names), /a\.sql:2: /);
  await assert.rejects(failAt("SELECT 1", sql, names), /a\.sql:1: /);
});

test("An error without a position has the line of its statement", async () => {
  const run = (statement: string) =>
    statement.includes("2")
      ? Promise.reject(new Fault(undefined, "Key (a)=(1) exists."))
      : Promise.resolve();
  const running = parse("SELECT 1;\n\n-- two\nSELECT\n 2;").run({ run }, {});
  await assert.rejects(running, (error) => {
    assert.ok(error instanceof Error && "code" in error);
    assert.equal(error.code, "42703");
    assert.equal(
      error.message,
      "a.sql:4: it is wrong (Key (a)=(1) exists.)",
    );
    return true;
  });
});

test("A lost connection is reported as it is", async () => {
  const lost = new Error("gone");
  const run = () => Promise.reject(lost);
  await assert.rejects(parse("SELECT 1").run({ run }, {}), lost);
});
