import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { MAY_GO_ON, TextTuple } from "../../../codec/text/text_tuple.ts";
import { TextValues } from "../../../codec/text/text_values.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

/** The reason if the line is rejected, and the calls it made. */
function read(
  fields: string,
  line: string,
  { mayGoOn = false, version = 5 } = {},
): [string | undefined, Call[]] {
  const sink = new RecordingSink();
  const streams = new StreamTable(
    DEFAULT_LIMITS,
    (stream) => sink.define(stream),
  );
  streams.define(parseSchema(`1 m ${fields}`));
  sink.calls.length = 0;
  const values = new TextValues(sink, version);
  const tuple = new TextTuple(streams, sink, values);
  const source = bytes("\t", line, "\t9");
  const reason = tuple.read(source, 1, source.length - 2, mayGoOn);
  return [reason, sink.calls];
}

function accepted(fields: string, line: string): Call[] {
  const [reason, calls] = read(fields, line);
  assert.equal(reason, undefined);
  return calls;
}

test("TextTuple passes on a tuple's values between begin and end", () => {
  assert.deepEqual(accepted("a:int32 b:string", "1.5\t1\t7\t42\ttext"), [
    ["begin", "m", 7, 1.5],
    ["integer", 42],
    ["text", "text"],
    ["end"],
  ]);
});

test("TextTuple accepts an empty last field", () => {
  assert.deepEqual(accepted("a:int32 b:string", "1\t1\t1\t1\t").slice(-2), [
    ["text", ""],
    ["end"],
  ]);
});

test("TextTuple drops NULs at the end of each field", () => {
  assert.deepEqual(
    accepted(
      "a:int32 b:string c:[int32] d:blob",
      "1.5\0\t1\0\t7\0\0\t42\0\ttext\0\t1 5\0\tQQ==\0",
    ),
    [
      ["begin", "m", 7, 1.5],
      ["integer", 42],
      ["text", "text"],
      ["vector", "int32", [5]],
      ["blob", [0x41]],
      ...[
        ["oml_ts_client", "1.5\0"],
        ["stream index", "1\0"],
        ["oml_seq", "7\0\0"],
        ["a", "42\0"],
        ["b", "text\0"],
        ["c", "1 5\0"],
        ["d", "QQ==\0"],
      ].map((where) =>
        ["converted", "cut by the client library", ...where] as const
      ),
      ["end"],
    ],
  );
});

test("TextTuple passes on conversions right before the end", () => {
  assert.deepEqual(
    accepted("a:int32 b:double c:uint64 d:int32", "1\t1\t1\t3.7\t5V\t\t2.5\0"),
    [
      ["begin", "m", 1, 1],
      ["integer", 3],
      ["double", 5],
      ["integer", 0],
      ["integer", 2],
      ["converted", "fraction cut", "a", "3.7"],
      ["converted", "text behind the number", "b", "5V"],
      ["converted", "no number", "c", ""],
      ["converted", "cut by the client library", "d", "2.5\0"],
      ["converted", "fraction cut", "d", "2.5\0"],
      ["end"],
    ],
  );
});

test("TextTuple passes on no conversion of a rejected tuple", () => {
  for (
    const line of ["1\t1\t1\t3.7\t99999999999", "1\t1\t1\t3.7", "1\0\t2\t1"]
  ) {
    const [reason, calls] = read("a:int32 b:int32", line);
    assert.notEqual(reason, undefined);
    assert(calls.every(([name]) => name !== "converted"), line);
  }
  assert.deepEqual(accepted("a:int32 b:int32", "1\t1\t1\t1\t2").at(-2), [
    "integer",
    2,
  ]);
});

test("TextTuple requires complete numbers in the first three fields", () => {
  assert.equal(read("a:int32", "1s\t1\t1\t1")[0], "time stamp is not a number");
  assert.equal(
    read("a:int32", "1\t1.0\t1\t1")[0],
    "stream index is not a number",
  );
  assert.equal(
    read("a:int32", "1\t1\t1.5\t1")[0],
    "sequence number is not an integer",
  );
});

test("TextTuple keeps NULs inside a string", () => {
  assert.deepEqual(accepted("a:string", "1\t1\t1\ta\0b")[1], ["text", "a\0b"]);
});

test("TextTuple accepts only tabs between fields", () => {
  assert.deepEqual(accepted("a:string", "1\t1\t1\ta  b")[1], ["text", "a  b"]);
  assert.equal(read("a:int32", "1 1 1 42")[0], "not a tuple");
});

test("TextTuple accepts unusual numbers in the first fields", () => {
  assert.deepEqual(accepted("a:int32", "1e1\t01\t-5\t1")[0], [
    "begin",
    "m",
    -5,
    10,
  ]);
});

test("TextTuple returns the reason why a line is not a tuple", () => {
  const cases: [string, string][] = [
    ["abc", "not a tuple"],
    ["1", "not a tuple"],
    ["1\t1", "not a tuple"],
    ["\t\t\t", "stream index is not a number"],
    ["1\tx\t1\t1", "stream index is not a number"],
    ["1\t-1\t1\t1", "stream index is not a number"],
    ["1\t99999999999999999999\t1\t1", "stream index is not a number"],
    ["1\t2\t1\t1", "stream is not defined"],
    ["x\t1\t1\t1", "time stamp is not a number"],
    ["\t1\t1\t1", "time stamp is not a number"],
    ["nan\t1\t1\t1", "time stamp is not a number"],
    ["1\t1\tx\t1", "sequence number is not an integer"],
    ["1\t1\t\t1", "sequence number is not an integer"],
  ];
  for (const [line, reason] of cases) {
    assert.deepEqual(read("a:int32", line), [reason, []], line);
  }
});

test("TextTuple cancels an incomplete tuple if a field is wrong", () => {
  assert.deepEqual(read("a:int32 b:int32", "1\t1\t1\t5\t2e10"), [
    "field b is not a valid int32",
    [["begin", "m", 1, 1], ["integer", 5], ["cancel"]],
  ]);
  assert.deepEqual(read("a:int32 b:int32", "1\t1\t1\t5"), [
    "too few fields",
    [["begin", "m", 1, 1], ["integer", 5], ["cancel"]],
  ]);
  assert.deepEqual(read("a:int32", "1\t1\t1\t5\t"), [
    "too many fields",
    [["begin", "m", 1, 1], ["integer", 5], ["cancel"]],
  ]);
  assert.deepEqual(read("a:int32", "1\t1\t1")[0], "too few fields");
});

test("TextTuple stores metadata", () => {
  assert.deepEqual(accepted("a:int32", "1\t0\t1\t.m.a\tunit\tm\\ts"), [
    ["begin", "_experiment_metadata", 1, 1],
    ["text", ".m.a"],
    ["text", "unit"],
    ["text", "m\ts"],
    ["end"],
  ]);
});

test("TextTuple drops white space after metadata of the experiment", () => {
  const value = (line: string, version = 5) => {
    const [reason, calls] = read("a:int32", `1\t0\t1\t${line}`, { version });
    assert.equal(reason, undefined);
    return calls.at(-2);
  };
  assert.deepEqual(value(".\tcmdline\tprog -a 1 "), ["text", "prog -a 1"]);
  assert.deepEqual(value(".\tk\t v \\n\\t"), ["text", " v"]);
  assert.deepEqual(value(".\tk\tv\\n", 3), ["text", "v\\n"]);
  assert.deepEqual(value(".\tk\t  "), ["text", ""]);
  assert.deepEqual(value(".m\tk\tv "), ["text", "v "]);
  assert.deepEqual(value("\tk\tv "), ["text", "v "]);
});

test("TextTuple executes metadata that defines a stream", () => {
  const [reason, calls] = read("a:int32", "1\t0\t1\t.\tschema\t2 n b:double");
  assert.equal(reason, undefined);
  assert.deepEqual(calls.slice(-2), [["cancel"], ["define", 2, "n"]]);
});

test("TextTuple rejects metadata that is an invalid schema, or a header", () => {
  const of = (text: string) => read("a:int32", `1\t0\t1\t${text}`)[0];
  assert.equal(of(".\tschema\t2 n"), "schema definition is wrong");
  assert.equal(of(".\tschema\t0 n b:int32"), "schema definition is wrong");
  assert.equal(of(".\tdomain\te"), "header key in metadata");
});

test("TextTuple reports that a blob may continue in the next line", () => {
  const mayGoOn = { mayGoOn: true };
  const piece = "A".repeat(60);
  const of = (field: string, options = mayGoOn) =>
    read("a:blob", `1\t1\t1\t${field}`, options)[0];
  assert.equal(of(piece), MAY_GO_ON);
  assert.equal(of(piece, { mayGoOn: false }), undefined);
  assert.equal(of("A".repeat(56)), undefined);
  assert.equal(of("A".repeat(64)), undefined);
  assert.equal(of(`${"A".repeat(58)}==`), undefined);
  assert.equal(of(`${piece}\0`), undefined);
  assert.equal(
    read("a:blob b:int32", `1\t1\t1\t${piece}\t5`, mayGoOn)[0],
    undefined,
  );
});
