import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExpectedTable, ExpectedValue } from "./case.ts";
import { compare, type Outcome, type Rules } from "./compare.ts";
import type { Row, Table, Value } from "./read_databases.ts";

const columns = [
  "oml_tuple_id INTEGER",
  "oml_sender_id INTEGER",
  "oml_ts_client REAL",
  "value TEXT",
];

/** A row of the table `t`; `head` is tuple id, sender id, client time. */
function row<V>(head: [number, number, number], value: V): (Value | V)[] {
  const [tuple, sender, time] = head;
  return [
    ["integer", String(tuple)],
    ["integer", String(sender)],
    ["real", String(time)],
    value,
  ];
}

const text = (value: string): Value => ["text", value];
const first: Row = row([1, 1, 0.5], text("a"));
const second: Row = row([2, 1, 1.5], text("b"));

function rules(table: Partial<ExpectedTable>, rest?: Partial<Rules>): Rules {
  const t = { columns, rows: [], ...table };
  return {
    mode: "exact",
    expected: { dbs: { "d.sq3": { tables: { t } } } },
    ...rest,
  };
}

function outcome(table: Partial<Table>, rest?: Partial<Outcome>): Outcome {
  const t = { columns, rows: [], ...table };
  return {
    faults: [],
    closedBy: {},
    databases: new Map([["d.sq3", { tables: { t } }]]),
    ...rest,
  };
}

function accepts(expected: ExpectedValue, stored: Value): boolean {
  const wanted = rules({ rows: [row([1, 1, 0.5], expected)] });
  const got = outcome({ rows: [row([1, 1, 0.5], stored)] });
  return compare(wanted, got) === undefined;
}

test("compare() finds no difference between equal tables", () => {
  const rows = [first, second];
  assert.equal(compare(rules({ rows }), outcome({ rows })), undefined);
});

test("compare() detects a missing row", () => {
  const difference = compare(
    rules({ rows: [first, second] }),
    outcome({ rows: [first] }),
  );
  assert.match(
    difference ?? "",
    /^database d\.sq3: table t: missing row .*"b"/,
  );
});

test("compare() detects an extra row", () => {
  const difference = compare(
    rules({ rows: [first] }),
    outcome({ rows: [first, second] }),
  );
  assert.match(difference ?? "", /unexpected row .*"b"/);
});

test("compare() accepts an extra row that is optional", () => {
  const wanted = rules({ rows: [first], optional: [second] });
  assert.equal(compare(wanted, outcome({ rows: [first, second] })), undefined);
  assert.equal(compare(wanted, outcome({ rows: [first] })), undefined);
});

test("compare() accepts an extra row in mode contain", () => {
  const wanted = rules({ rows: [second] }, { mode: "contain" });
  assert.equal(compare(wanted, outcome({ rows: [first, second] })), undefined);
});

test("compare() detects rows of one sender out of order", () => {
  const difference = compare(
    rules({ rows: [first, second] }),
    outcome({ rows: [second, first] }),
  );
  assert.match(difference ?? "", /unexpected row/);
});

test("compare() lets rows of different senders interleave", () => {
  const [a, b] = [row([1, 1, 0.5], text("a")), row([2, 2, 0.5], text("b"))];
  const [b1, a2] = [row([1, 2, 0.5], text("b")), row([2, 1, 0.5], text("a"))];
  assert.equal(
    compare(rules({ rows: [a, b] }), outcome({ rows: [b1, a2] })),
    undefined,
  );
});

test("compare() detects a duplicate tuple id", () => {
  const rows = [first, row([1, 2, 0.5], text("b"))];
  const difference = compare(rules({ rows }), outcome({ rows }));
  assert.match(difference ?? "", /oml_tuple_id is not unique/);
});

test("compare() detects a wrong column type", () => {
  const wrong = columns.with(3, "value BLOB");
  const difference = compare(rules({}), outcome({ columns: wrong }));
  assert.match(difference ?? "", /columns .*BLOB.*, wanted .*TEXT/);
});

test("compare() detects an unexpected table and a missing one", () => {
  const none = outcome({}, {
    databases: new Map([["d.sq3", { tables: {} }]]),
  });
  assert.match(compare(rules({}), none) ?? "", /no table t/);
  const nothing = rules({}, { expected: { dbs: { "d.sq3": { tables: {} } } } });
  assert.match(compare(nothing, outcome({})) ?? "", /unexpected table t/);
});

test("compare() detects an unexpected database and a missing one", () => {
  const nothing = rules({}, { expected: { dbs: {} } });
  assert.match(compare(nothing, outcome({})) ?? "", /unexpected database/);
  const none = outcome({}, { databases: new Map() });
  assert.match(compare(rules({}), none) ?? "", /d\.sq3: is missing/);
  const optional = rules({}, { optional_dbs: ["d.sq3"] });
  assert.equal(compare(optional, none), undefined);
});

test("compare() detects a row of a rejected stream", () => {
  const refused = rules({}, { mode: "refused" });
  assert.match(compare(refused, outcome({ rows: [first] })) ?? "", /refused/);
  assert.equal(compare(refused, outcome({})), undefined);
});

test("compare() detects that the wrong side closed a connection", () => {
  const wanted = rules({}, { closed_by: { A: "server" } });
  const got = outcome({}, { closedBy: { A: "client" } });
  assert.equal(
    compare(wanted, got),
    "connection A closed by client, wanted server",
  );
});

test("compare() reports a fault before all differences", () => {
  const got = outcome({ rows: [first] }, { faults: ["the server died"] });
  assert.equal(compare(rules({}), got), "the server died");
});

test("compare() accepts anything for any", () => {
  assert.ok(accepts(["any"], ["null"]));
  assert.ok(accepts(["any"], ["blob", "00"]));
});

test("compare() accepts each choice of oneof, and no other value", () => {
  const choice: ExpectedValue = ["oneof", ["text", "a"], ["null"]];
  assert.ok(accepts(choice, ["text", "a"]));
  assert.ok(accepts(choice, ["null"]));
  assert.ok(!accepts(choice, ["text", "b"]));
});

test("compare() accepts NaN for NULL", () => {
  assert.ok(accepts(["null"], ["real", "nan"]));
  assert.ok(!accepts(["null"], ["real", "0"]));
});

test("compare() distinguishes types", () => {
  assert.ok(!accepts(["integer", "1"], ["text", "1"]));
  assert.ok(!accepts(["text", "ff"], ["blob", "ff"]));
});

test("compare() compares doubles by value", () => {
  assert.ok(accepts(["real", "1e+16"], ["real", "10000000000000000"]));
  assert.ok(accepts(["real", "-inf"], ["real", "-inf"]));
  assert.ok(!accepts(["real", "0.1"], ["real", "0.10000000000000002"]));
});

test("compare() allows only a client's time to differ by a microsecond", () => {
  const wanted = rules({ rows: [row([1, 1, 0.5], text("a"))] });
  const near = outcome({ rows: [row([1, 1, 0.5000005], text("a"))] });
  const far = outcome({ rows: [row([1, 1, 0.50001], text("a"))] });
  assert.equal(compare(wanted, near), undefined);
  assert.match(compare(wanted, far) ?? "", /unexpected row/);
});

test("compare() accepts another spelling of a vector with no more digits", () => {
  assert.ok(accepts(["text", "[ 1.50, 2 ]"], ["text", "[ 1.5, 2 ]"]));
  assert.ok(accepts(["text", "[ 1e+10 ]"], ["text", "[ 10000000000 ]"]));
  assert.ok(!accepts(["text", "[ 2 ]"], ["text", "[ 2.0 ]"]));
  assert.ok(!accepts(["text", "[ 1.5 ]"], ["text", "[ 1.6 ]"]));
  assert.ok(!accepts(["text", "[ 1, 2 ]"], ["text", "[ 1 ]"]));
});
