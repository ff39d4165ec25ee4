import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderLines } from "../../../codec/headers/session_header.ts";
import { TupleDecoder } from "../../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { ConversionCounter } from "../../../server/batches/conversion_counter.ts";
import { RowSink } from "../../../server/batches/row_sink.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import { ResumedBody } from "../../../server/resume/resumed_body.ts";
import type { Progress } from "../../../server/rows/store.ts";
import { bytes } from "../../_support/packet.ts";

const STREAM = "0a0b0c0d-1111-2222-3333-444444444444";
const HEADER_BYTES = 100;
const DEFINITION = "0\t0\t1\t.\tschema\t2 late x:int32\n";

function setUp(
  resumed?: Omit<Progress, "stream">,
  length?: number,
  streams = DEFAULT_LIMITS.streams,
  { schema = "1 m a:int32", slice = Infinity, repeats }: {
    readonly schema?: string;
    readonly slice?: number;
    readonly repeats?: "everything";
  } = {},
) {
  const header = new HeaderLines(DEFAULT_LIMITS);
  header.line("domain: d");
  header.line(`schema: ${schema}`);
  const noted: [offset: number, redefined: number][] = [];
  const rows = new RowSink({
    table: (schema) => new TableBatch(0, schema),
    noteRows: () => undefined,
    reject: () => undefined,
    conversion: (key) => new ConversionCounter(key, { bytes: 0 }),
    beyondSigned: () => undefined,
  }, { senderId: 1, timeOffset: 0 });
  const body = new ResumedBody({
    request: { stream: STREAM, length },
    resumed: resumed && { stream: STREAM, ...resumed },
    repeats,
    headerBytes: HEADER_BYTES,
    tuples: new TupleDecoder(
      header.finish(),
      rows,
      { ...DEFAULT_LIMITS, streams },
      { slice },
    ),
    rows,
    note: ({ offset, redefined }) => noted.push([offset, redefined]),
  });
  return { body, rows, noted };
}

test("The progress of a new stream is the end of its headers, then of its tuples", () => {
  const { body, noted } = setUp();
  body.push(bytes("1\t1\t1\t1\n1\t1\t2"));
  body.push(bytes("\t2\n"));
  body.push(bytes(DEFINITION));
  body.end();
  assert.deepEqual(noted, [
    [100, 0],
    [108, 0],
    [116, 0],
    [116 + DEFINITION.length, DEFINITION.length],
  ]);
});

test("A resumed stream repeats its definitions, which do not count", () => {
  const redefined = DEFINITION.length;
  for (const size of [1, 7, redefined, 1000]) {
    const { body, rows, noted } = setUp({ offset: 500, redefined });
    const all = bytes(DEFINITION + "1\t2\t3\t4\n" + DEFINITION);
    for (let at = 0; at < all.length; at += size) {
      body.push(all.subarray(at, at + size));
    }
    assert.equal(rows.kept, 1);
    assert.deepEqual(noted.at(-1), [508 + redefined, 2 * redefined]);
    assert.ok(noted.every(([offset]) => offset > 500), `${noted}`);
  }
});

test("A resumed stream that does not begin with its definitions is refused without progress", () => {
  const redefined = DEFINITION.length;
  const { body, noted } = setUp({ offset: 500, redefined });
  assert.throws(() => body.push(bytes("1\t1\t3\t4\n".repeat(9))), {
    name: "ProtocolError",
    code: "resume",
    message: /its first \d+ bytes must repeat its earlier/,
  });
  assert.deepEqual(noted, []);
});

test("A tuple cut by the end of a connection is not rejected: it is sent again", () => {
  const { body, rows, noted } = setUp();
  body.push(bytes("1\t1\t1\t1\n1\t1\t2"));
  body.end();
  assert.equal(rows.rejected, 0);
  assert.deepEqual(noted.at(-1), [108, 0]);
});

test("A tuple cut by the end of the stream is rejected, and the stream is complete", () => {
  const { body, rows, noted } = setUp(undefined, 113);
  body.push(bytes("1\t1\t1\t1\n1\t1\t2"));
  body.end();
  assert.equal(rows.rejected, 1);
  assert.deepEqual(noted.at(-1), [113, 0]);
});

test("A fenced stream stores nothing more", () => {
  const { body, rows, noted } = setUp(undefined, 108);
  body.fence();
  body.push(bytes("1\t1\t1\t1\n"));
  body.idle();
  body.end();
  assert.deepEqual([rows.kept, body.holding, noted], [0, false, [[100, 0]]]);
});

test("A definition beyond a limit is repeated, and counted once", () => {
  const first = setUp(undefined, undefined, 1);
  first.body.push(bytes(DEFINITION));
  assert.equal(first.rows.rejected, 1);
  const redefined = DEFINITION.length;
  assert.deepEqual(first.noted.at(-1), [HEADER_BYTES + redefined, redefined]);
  const { body, rows } = setUp({ offset: 500, redefined }, undefined, 1);
  body.push(bytes(DEFINITION + "1\t1\t1\t1\n"));
  assert.deepEqual([rows.kept, rows.rejected], [1, 0]);
  body.push(bytes(DEFINITION));
  assert.equal(rows.rejected, 1);
});

test("The end of a stream is recorded after its last tuple, even a long one", () => {
  const vector = `5000${" 7".repeat(5000)}`;
  const last = bytes(`1\t1\t1\t${vector}\t${"QUJD".repeat(15)}\n`);
  const length = HEADER_BYTES + last.length;
  const { body, rows, noted } = setUp(undefined, length, undefined, {
    schema: "1 m a:[int32] b:blob",
    slice: 1,
  });
  body.push(last);
  while (body.isUnfinished) body.goOn();
  assert.equal(rows.kept, 0, "the blob may continue");
  body.end();
  while (body.isUnfinished) body.goOn();
  assert.equal(rows.kept, 1);
  assert.deepEqual(noted.at(-1), [length, 0]);
});

test("A stream that is repeated from its start continues behind what is stored", () => {
  // A blob of this length may go on in the next line.
  const blob = "A".repeat(60);
  const stored = `1\t1\t1\t1\n${DEFINITION}1\t1\t2\t${blob}\n`;
  const rest = "1\t2\t1\t2\n1\t2\t2\t2\n";
  const offset = HEADER_BYTES + stored.length;
  for (const size of [1, 7, stored.length, 1000]) {
    const resumed = { offset, redefined: DEFINITION.length };
    const length = offset + rest.length;
    const { body, rows, noted } = setUp(resumed, length, 9, {
      ...{ schema: "1 m a:blob", repeats: "everything" },
    });
    for (let at = 0; at < stored.length; at += size) {
      assert.ok(rows.isRepetition);
      body.push(bytes(stored.slice(at, at + size)));
    }
    assert.ok(!rows.isRepetition);
    const before = rows.kept;
    body.push(bytes(rest));
    body.end();
    assert.equal(rows.kept - before, 2);
    assert.ok(noted.every(([at]) => at > offset));
    assert.deepEqual(noted.at(-1), [length, DEFINITION.length]);
  }
});
