import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sqlTokens } from "../../../../server/rows/postgres/sql_tokens.ts";

/** The names in some SQL that stand for values. */
const namesIn = (sql: string) =>
  [...sqlTokens(sql)].flatMap(({ text, name }) =>
    name === undefined ? [] : text
  );

/** The number of semicolons that end statements. */
const endsIn = (sql: string) =>
  [...sqlTokens(sql)].filter(({ kind }) => kind === "end").length;

test("Names are found in all three forms", () => {
  const sql = `SELECT :a, :'b', :"c" FROM :d.:e`;
  assert.deepEqual(namesIn(sql), [":a", ":'b'", ':"c"', ":d", ":e"]);
});

for (
  const sql of [
    "SELECT ':a', E'it\\'s :a', 'it''s :a'",
    'SELECT ":a", "a "":a"""',
    "SELECT $$ :a $$, $_x$ :a $$ :a $_x$",
    "SELECT 1 -- :a\n",
    "SELECT /* :a /* :a */ :a */ 1",
    "SELECT a::text, f(x := 1), a[1 :2]",
  ]
) {
  test(`No name is in ${JSON.stringify(sql)}`, () => {
    assert.deepEqual(namesIn(sql), []);
  });
}

test("A dollar within a word begins no quotes", () => {
  assert.deepEqual(namesIn("SELECT a$b$, :c, d$b$"), [":c"]);
});

test("Only semicolons between statements end one", () => {
  assert.equal(endsIn("SELECT ';'; SELECT \";\"; -- ;\nSELECT $$;$$"), 2);
  assert.equal(endsIn("CREATE RULE r AS ON x DO (SELECT 1; SELECT 2); "), 1);
  const body = "BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
  assert.equal(endsIn(`CREATE FUNCTION f() ${body}; SELECT 1;`), 2);
});

test("Tokens are the whole text, whatever it is", () => {
  const pieces = fc.constantFrom(
    ...["'", '"', "$", "$$", "$a$", ":", ":a", ":'a'", "--", "\n", "/*", "*/"],
    ...[
      "\\",
      "e'",
      "E",
      ";",
      "(",
      ")",
      "begin atomic",
      "end",
      "é",
      "😀",
      "1e'",
    ],
  );
  fc.assert(fc.property(fc.array(pieces), (all) => {
    const sql = all.join("");
    const tokens = [...sqlTokens(sql)];
    assert.equal(tokens.map(({ text }) => text).join(""), sql);
    let at = 0;
    for (const token of tokens) {
      assert.equal(token.at, at);
      at += token.text.length;
    }
  }));
});
