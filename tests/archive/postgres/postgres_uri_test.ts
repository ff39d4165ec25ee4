import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isPostgresUri,
  parsePostgresUri,
} from "../../../archive/postgres/postgres_uri.ts";
import { ConninfoError } from "../../../server/rows/postgres/conninfo.ts";

const defaults = {
  host: "localhost",
  port: 5432,
  user: "me",
  password: undefined,
};

/** The server, role and database of a URI, as far as they were given. */
function parse(uri: string) {
  const { place, database } = parsePostgresUri(uri, defaults);
  const { host, port, user, password, sslMode, applicationName } = place;
  assert.equal(applicationName, "oml2-view");
  return { host, port, user, password, sslMode, database };
}

const usual = {
  ...{ host: "localhost", port: 5432, user: "me", password: undefined },
  ...{ sslMode: "prefer", database: undefined },
};

test("What a URI does not give is the default", () => {
  assert.deepEqual(parse("postgresql://"), usual);
  assert.deepEqual(parse("postgres:///"), usual);
  assert.deepEqual(parse("postgresql://lab"), { ...usual, host: "lab" });
  assert.deepEqual(parse("postgresql:///exp"), { ...usual, database: "exp" });
});

test("Role, password, host, port and database may be given", () => {
  assert.deepEqual(
    parse("postgresql://oml:a%3Ab@db.lab:5433/2014-05-28T18:27"),
    {
      ...{ host: "db.lab", port: 5433, user: "oml", password: "a:b" },
      ...{ sslMode: "prefer", database: "2014-05-28T18:27" },
    },
  );
  assert.deepEqual(parse("postgresql://oml@[::1]:5433"), {
    ...{ ...usual, host: "::1", port: 5433, user: "oml" },
  });
  assert.deepEqual(parse("postgresql://%2Frun%2Fpg/a%20b"), {
    ...usual,
    ...{ host: "/run/pg", database: "a b" },
  });
});

test("Parameters of libpq may follow", () => {
  assert.deepEqual(
    parse("postgresql://lab/?host=/tmp/pg&sslmode=disable&dbname=it's"),
    { ...usual, host: "/tmp/pg", sslMode: "disable", database: "it's" },
  );
});

test("A fault is told without the password", () => {
  for (
    const [uri, what] of [
      ["postgresql://me:secret@a,b/", /host/],
      ["postgresql://me:secret@lab:70000/", /port/],
      ["postgresql://me:se%cret@lab/", /%/],
      ["postgresql://me:secret@lab/?sslmode=sometimes", /sslmode/],
      ["postgresql://me:secret@lab/?color=red", /color/],
      ["postgresql://me:secret@lab/?sslmode", /"="/],
    ] as const
  ) {
    assert.throws(() => parse(uri), (error) => {
      assert.ok(error instanceof ConninfoError);
      assert.match(error.message, what);
      assert.doesNotMatch(error.message, /secret|cret/);
      return true;
    });
  }
});

test("Only such URIs are taken for one", () => {
  assert.ok(isPostgresUri("postgres://lab"));
  assert.ok(isPostgresUri("postgresql://"));
  for (const other of ["postgresql", "postgresql:/a", "./postgresql://a"]) {
    assert.ok(!isPostgresUri(other));
  }
});
