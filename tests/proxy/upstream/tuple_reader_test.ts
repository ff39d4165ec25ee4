import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { TupleReader } from "../../../proxy/upstream/tuple_reader.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

const HEADERS = headers({ domain: "a" });
const START = HEADERS.length;
const PAGE = 4096;
const DEFINITION = "0\t0\t1\t.\tschema\t2 app_n x:int32\n";

/** Runs a test with a live stream on disk. */
const withStream = (
  text: string,
  use: (stream: SpooledStream, reader: TupleReader) => Promise<void>,
) =>
  inTempDir(async (directory) => {
    const path = join(directory, "result");
    writeFileSync(path, "");
    const stream = new SpooledStream(path, { id: "s", begun: 1 }, "interval");
    stream.append(bytes(text));
    await stream.sync();
    await use(stream, new TupleReader(stream));
    await stream.close();
  });

/** Reads everything, and marks it as sent; returns the pieces. */
async function readAll(reader: TupleReader, all = false): Promise<string[]> {
  const pieces: string[] = [];
  for (;;) {
    const piece = await reader.next(all);
    if (piece === undefined) return pieces;
    pieces.push(latin1(piece));
    reader.advance(piece.length);
  }
}

test("TupleReader returns whole tuples, and the rest with the next bytes", () =>
  withStream(`${HEADERS}0\t1\t0\t0\n1\t1`, async (stream, reader) => {
    assert.deepEqual(await reader.start(START, PAGE), []);
    assert.equal(reader.isDrained, false);
    assert.deepEqual(await readAll(reader), ["0\t1\t0\t0\n"]);
    assert.deepEqual([reader.position, reader.end], [START + 8, START + 11]);
    assert.deepEqual([reader.betweenTuples, reader.isDrained], [true, true]);
    stream.append(bytes("\t1\t1\n"));
    assert.equal(reader.isDrained, false);
    assert.deepEqual(await readAll(reader), [], "not on disk yet");
    await stream.sync();
    assert.deepEqual(await readAll(reader), ["1\t1\t1\t1\n"]);
    assert.equal(reader.tuples, 2);
  }));

test("TupleReader returns an incomplete tuple at the end only if asked to", () =>
  withStream(`${HEADERS}0\t1`, async (_stream, reader) => {
    await reader.start(START, PAGE);
    assert.deepEqual(await readAll(reader), []);
    assert.deepEqual(await readAll(reader, true), ["0\t1"]);
    assert.equal(reader.betweenTuples, false);
  }));

test("TupleReader returns a tuple longer than a page in parts", () => {
  const schemas = ["1 app_m text:string"];
  const header = headers({ domain: "a", schemas });
  const tuple = `0\t1\t0\t${"x".repeat(2 * PAGE)}\n`;
  return withStream(header + tuple, async (_stream, reader) => {
    await reader.start(header.length, PAGE);
    const pieces = await readAll(reader);
    assert.deepEqual(
      pieces.map(({ length }) => length),
      [PAGE, PAGE, tuple.length - 2 * PAGE],
    );
    assert.equal(pieces.join(""), tuple);
  });
});

test("TupleReader.start() returns the definitions before the offset", () =>
  withStream(
    `${HEADERS}${numbered(0, 1)}${DEFINITION}0\t2\t1\t5\n`,
    async (_stream, reader) => {
      const after = START + 8 + DEFINITION.length;
      const definitions = await reader.start(after, PAGE);
      assert.deepEqual(definitions.map(latin1), [DEFINITION]);
      assert.deepEqual(await readAll(reader), ["0\t2\t1\t5\n"]);
      assert.deepEqual(await reader.start(START + 8, PAGE), []);
      assert.deepEqual(await readAll(reader), [`${DEFINITION}0\t2\t1\t5\n`]);
    },
  ));

test("TupleReader.isPlain() is false for a body that defines streams, or a long one", async () => {
  const plain = async (body: string, isPlain: boolean) => {
    await withStream(HEADERS + body, async (_stream, reader) => {
      assert.equal(await reader.isPlain(), isPlain);
    });
  };
  await plain(numbered(0, 3), true);
  await plain(numbered(0, 3) + DEFINITION, false);
  await plain(numbered(0, 10_000), false);
});

test("TupleReader treats all bytes as tuples after invalid headers", () =>
  withStream("protocol: 9\n\n0\t1", async (_stream, reader) => {
    await reader.start(13, PAGE);
    assert.deepEqual(await readAll(reader), ["0\t1"]);
    assert.equal(await reader.isPlain(), false);
  }));
