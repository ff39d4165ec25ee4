import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ConninfoError,
  parseConninfo,
} from "../../../../server/rows/postgres/conninfo.ts";

test("Pairs are parsed as by libpq", () => {
  assert.deepEqual(
    parseConninfo(
      String.raw` host=db.lab  port = 5433 user='a b' password='it\'s \\'` +
        "\toptions='-c work_mem=5MB'\nsslmode=",
    ),
    {
      host: "db.lab",
      port: "5433",
      user: "a b",
      password: "it's \\",
      options: "-c work_mem=5MB",
      sslmode: undefined,
    },
  );
  assert.deepEqual(parseConninfo(""), {});
  assert.deepEqual(parseConninfo(String.raw`user=a\ b host=x'y`), {
    user: "a b",
    host: "x'y",
  });
  assert.deepEqual(parseConninfo("user= host=x"), { user: "host=x" });
  assert.deepEqual(parseConninfo("user='' host=x"), {
    user: undefined,
    host: "x",
  });
});

for (
  const [text, message] of [
    ["hots=db", /unknown parameter "hots"; use host, hostaddr, /],
    ["host", /"host" is not followed by "="/],
    ["=x", /unknown parameter ""/],
    ["password='s3cr3t", /the value of "password" lacks its closing "'"/],
    ["user=me postgres://x", /unknown parameter "postgres:\/\/x"/],
  ] as const
) {
  test(`An error of a string contains none of its values: ${text}`, () => {
    assert.throws(() => parseConninfo(text), (error) => {
      assert.ok(error instanceof ConninfoError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /s3cr3t/);
      return true;
    });
  });
}
