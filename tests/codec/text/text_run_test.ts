import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TextLines } from "../../../codec/frames/text_lines.ts";
import { TextRun } from "../../../codec/text/text_run.ts";
import { TextTuples } from "../../../codec/text/text_tuples.ts";
import { StreamTable } from "../../../codec/tuples/stream.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

const SCHEMA =
  "1 m a:int32 b:string c:double d:uint64 e:bool f:guid g:uint32 h:int64";
const PLAIN = "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7\t-8\n";
const CALLS: readonly Call[] = [
  ["begin", "m", 3, 0.5],
  ["integer", -4],
  ["text", "text"],
  ["double", 2.25],
  ["integer", 5],
  ["bool", true],
  ["guid", 0, 6],
  ["integer", 7],
  ["integer", -8],
  ["end"],
];

function setUp(...schemas: string[]) {
  const sink = new RecordingSink();
  const streams = new StreamTable(DEFAULT_LIMITS, () => {});
  for (const schema of schemas) streams.define(parseSchema(schema));
  return { sink, streams };
}

/** The number of bytes that a run reads, and the calls for accepted tuples. */
function read(source: Uint8Array): [number, Call[]] {
  const { sink, streams } = setUp(SCHEMA, "2 n v:[int32]", "3 o v:blob");
  const end = new TextRun(streams, sink).read(source, 0, source.length);
  return [end, sink.kept()];
}

test("TextRun.read() reads the tuples of plain lines", () => {
  const source = bytes(PLAIN, PLAIN);
  assert.deepEqual(read(source), [source.length, [...CALLS, ...CALLS]]);
});

test("TextRun.read() stops before the first line that is not plain", () => {
  const rest = "\t7\t-8\n";
  for (
    const odd of [
      ...["\n", "x\n", "0.5\n", "0.5\t1\n", "0.5\t1\t3\n", "0.5\t9\t3\t1\n"],
      "0.5\t-1\t3\t1\n",
      "0.5\t0\t3\t.\tk\tv\n",
      "0.5\t2\t3\t1 7\n",
      "0.5\t3\t3\tAAAA\n",
      "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7\n",
      `0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t7${rest}`,
      `0.5\t1\t3\t-4\tesc\\tape\t2.25\t5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\0\t2.25\t5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\t1e3\t5\tT\t6${rest}`,
      `0.5\t1\t3\t2147483648\ttext\t1\t5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\t1\t-5\tT\t6${rest}`,
      `0.5\t1\t3\t-4\ttext\t1\t5\tT\t-6${rest}`,
      "0.5\t1\t3\t-4\ttext\t2.25\t5\tT\t6\t4294967296\t-8\n",
    ]
  ) {
    const [end, kept] = read(bytes(PLAIN, odd, PLAIN));
    assert.equal(end, PLAIN.length, odd);
    assert.deepEqual(kept, CALLS);
  }
});

test("TextRun.read() stops at a long line, which may be read in slices", () => {
  const line = (length: number) => PLAIN.replace("text", "x".repeat(length));
  const short = bytes(line(60_000), PLAIN);
  assert.equal(read(short)[0], short.length);
  assert.equal(read(bytes(PLAIN, line(70_000)))[0], PLAIN.length);
});

/** The calls for a body: by runs, or by whole lines only. */
function decode(
  { schema, version }: { schema: string; version: number },
  chunks: readonly Uint8Array[],
  inRuns: boolean,
): Call[] {
  const { sink, streams } = setUp(schema);
  const messageBytes = DEFAULT_LIMITS.messageBytes;
  const options = { version, crlf: false, messageBytes };
  const tuples = new TextTuples(streams, sink, options);
  const line = tuples.line.bind(tuples);
  const cutLine = tuples.cutLine.bind(tuples);
  const frames = new TextLines(
    inRuns ? tuples : { line, cutLine },
    messageBytes,
  );
  for (const chunk of chunks) frames.push(chunk);
  frames.end();
  tuples.end();
  return sink.kept();
}

test("A field has the same value in a run or alone", () => {
  const types = ["int32", "uint32", "int64", "uint64", "double", "string"]
    .concat("blob", "guid", "bool", "[int32]");
  const field = fc.oneof(
    fc.bigInt({ min: -(2n ** 34n), max: 2n ** 34n }).map(String),
    fc.double().map(String),
    fc.constantFrom("", "-1", "T", "QUFB", "1 2", "a\\tb", "x\0", "text"),
  );
  fc.assert(
    fc.property(fc.constantFrom(...types), field, (type, text) => {
      const session = { schema: `1 m a:${type}`, version: 5 };
      const line = [bytes(`1\t1\t1\t${text}\n`)];
      assert.deepEqual(
        decode(session, line, true),
        decode(session, line, false),
      );
    }),
    { numRuns: 1000 },
  );
});

test("Lines have the same values in runs or one by one, however they are split", () => {
  const word = fc.oneof(
    fc.integer().map(String),
    fc.double().map(String),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
    fc.nat({ max: 300 }).map((length) => "x".repeat(length)),
    fc.constantFrom("", "T", "fal", "1\r", " 1", "0x1", "-0", "é", "a\\tb"),
    fc.string({ maxLength: 6 }).map((text) => text.replace(/[\t\n]/g, "")),
  );
  const type = fc.constantFrom(
    ...["int32", "uint32", "int64", "uint64", "double", "string", "bool"],
    ...["guid", "blob", "[int32]"],
  );
  const good: Record<string, fc.Arbitrary<string>> = {
    double: fc.double({ noNaN: true }).map(String),
    string: fc.string({ maxLength: 40 }).map((s) => s.replace(/[\t\n]/g, "")),
    bool: fc.constantFrom("true", "false"),
  };
  const positive = fc.nat().map(String);
  const connection = fc.array(type, { minLength: 1, maxLength: 5 })
    .chain((types) => {
      const field = (name: string) =>
        fc.oneof({ arbitrary: good[name] ?? positive, weight: 9 }, word);
      const line = fc.tuple(
        fc.oneof({ arbitrary: good.double, weight: 9 }, word),
        fc.oneof({ arbitrary: fc.constantFrom("1", "01"), weight: 9 }, word),
        fc.oneof({ arbitrary: positive, weight: 9 }, word),
        ...types.map(field),
      ).map((fields) => `${fields.join("\t")}\n`);
      const fields = types.map((type, i) => `f${i}:${type}`).join(" ");
      return fc.record({
        schema: fc.constant(`1 m ${fields}`),
        lines: fc.array(line, { minLength: 1, maxLength: 20 }),
        cut: fc.nat({ max: 2_000 }),
        version: fc.constantFrom(3, 5),
      });
    });
  fc.assert(
    fc.property(connection, ({ lines, cut, ...session }) => {
      const source = bytes(lines.join(""));
      const chunks = [source.slice(0, cut), source.slice(cut)];
      const oneByOne = decode(session, [source], false);
      assert.deepEqual(decode(session, [source], true), oneByOne);
      assert.deepEqual(decode(session, chunks, true), oneByOne);
    }),
    { numRuns: 300 },
  );
});
