import assert from "node:assert/strict";
import { test } from "node:test";
import { ConninfoError } from "../../../../server/rows/postgres/conninfo.ts";
import {
  placeOf,
  placeUri,
} from "../../../../server/rows/postgres/postgres_place.ts";

const options = { host: "db", port: 5432, user: "oml", password: "s3cr3t" };

test("A connection string overrides the options", () => {
  const info = {
    host: "other",
    hostaddr: "192.0.2.1",
    port: "5433",
    user: "me",
    password: "mine",
    sslmode: "verify-full",
    sslrootcert: "/ca.crt",
    connect_timeout: "3",
    application_name: "lab",
    options: "-c x=y",
  };
  assert.deepEqual(placeOf(options, info), {
    host: "other",
    address: "192.0.2.1",
    port: 5433,
    user: "me",
    password: "mine",
    sslMode: "verify-full",
    sslRootCert: "/ca.crt",
    connectSeconds: 3,
    applicationName: "lab",
    options: "-c x=y",
  });
  const { host, port, user, password, sslMode } = placeOf(options, {});
  assert.deepEqual({ host, port, user, password }, options);
  assert.equal(sslMode, "prefer");
});

test("Invalid numbers and modes are errors", () => {
  for (
    const info of [
      { port: "x" },
      { port: "65536" },
      { connect_timeout: "-1" },
      { sslmode: "maybe" },
    ]
  ) {
    assert.throws(() => placeOf(options, info), ConninfoError);
  }
});

test("The URI of a place contains no password", () => {
  const uri = (host: string) => placeUri(placeOf({ ...options, host }, {}));
  assert.equal(uri("db.lab"), "postgresql://oml@db.lab:5432");
  assert.equal(uri("::1"), "postgresql://oml@[::1]:5432");
  assert.equal(uri("/run/pg"), "postgresql://oml@%2Frun%2Fpg:5432");
  const odd = placeUri(placeOf({ ...options, user: "a+b:c@d" }, {}));
  assert.match(odd, /^postgresql:\/\/a\+b%3Ac%40d@/);
});
