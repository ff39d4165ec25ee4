import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutPaths } from "../../../../http/api/errors/without_paths.ts";

test("only the last part of a path is kept", () => {
  const cases = [
    ["/srv/oml/a.sq3: not a database", "a.sq3: not a database"],
    ["cannot open '/srv/my data/a b.sq3'", "cannot open 'a b.sq3'"],
    ['open "C:\\oml\\a.sq3" failed', 'open "a.sq3" failed'],
    ["ENOENT: no such file, open '/a/b'", "ENOENT: no such file, open 'b'"],
    ["../a/b.sq3 is locked", "b.sq3 is locked"],
    ["at /srv/oml/", "at oml"],
    ["postgresql://u:secret@host/db is away", "db is away"],
    ["file:///work/a.ts:12:3 failed", "a.ts:12:3 failed"],
  ];
  for (const [message, shown] of cases) {
    assert.equal(withoutPaths(message), shown);
  }
});

test("the place is found although it has spaces", () => {
  assert.equal(
    withoutPaths("/srv/my data/a.sq3 is locked", "/srv/my data"),
    "a.sq3 is locked",
  );
});

test("a message without paths is kept", () => {
  const message = 'no column "a" in table b, 50 % of 3';
  assert.equal(withoutPaths(message), message);
});
