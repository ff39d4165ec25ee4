import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { cannotRead, CaptureError } from "../../captures/errors.ts";
import { openRegular } from "../../captures/regular_file.ts";
import { digestsOf, type Survey, survey } from "../../captures/survey.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { headers, numbered } from "../_support/hello.ts";
import { bytes, packet, type Part, value } from "../_support/packet.ts";
import { CaptureBed } from "./_support/capture_bed.ts";

const TEXT = headers({ domain: "a" });
const BINARY = headers({ domain: "b", content: "binary" });
const TUPLE = packet({ stream: 1 }, value.int32(42));

/** The survey of a file with these contents. */
async function surveyOf(...parts: readonly Part[]): Promise<Survey> {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), bytes(...parts));
  const file = await openRegular(bed.path("a.oml"));
  const { size } = await file.handle.stat();
  const found = await survey(file, size, DEFAULT_LIMITS);
  await file.handle.close();
  return found;
}

test("Each stream of a file has its place, its headers and its sizes", async () => {
  const first = TEXT + numbered(0, 3);
  const { blocks, fault } = await surveyOf(first, BINARY, TUPLE, TUPLE);
  assert.equal(fault, undefined);
  assert.deepEqual(
    blocks.map(({ from, size, tail, headerBytes, header: { domain } }) => [
      ...[from, size, tail, headerBytes, domain],
    ]),
    [
      [0, first.length, 0, TEXT.length, "a"],
      [
        first.length,
        BINARY.length + 2 * TUPLE.length,
        0,
        BINARY.length,
        "b",
      ],
    ],
  );
});

test("An incomplete message at the end of the file is its tail", async () => {
  const cut = TUPLE.subarray(0, 9);
  const cases: [contents: Part[], tail: number][] = [
    [[TEXT, numbered(0, 3), "3\t1\t3"], 5],
    [[TEXT, numbered(0, 3), "protocol: 4\n"], 12],
    [[TEXT, numbered(0, 3)], 0],
    [[BINARY, TUPLE, TUPLE, cut], 9],
    [[BINARY, TUPLE], 0],
    [[BINARY, cut], 9],
    // Followed by others, it ends where those begin.
    [[TEXT, "3\t1", TEXT], 0],
  ];
  for (const [contents, tail] of cases) {
    const { blocks } = await surveyOf(...contents);
    const last = blocks.at(-1);
    assert.equal(last?.tail, tail, `${contents}`);
    const end = (last?.from ?? 0) + (last?.size ?? 0) + tail;
    assert.equal(end, bytes(...contents).length);
  }
});

for (const name of ["text", "binary"]) {
  test(`The complete messages of a ${name} stream have the same digest when it grows`, async () => {
    using bed = new CaptureBed();
    const path = bed.path("a.oml");
    const [head, tuple] = name === "text"
      ? [TEXT, bytes("1\t1\t1\t42\n")]
      : [BINARY, TUPLE];
    writeFileSync(path, bytes(head, tuple, tuple, tuple.subarray(0, 5)));
    const file = await openRegular(path);
    const look = async () => {
      const { size } = await file.handle.stat();
      const { blocks: [block] } = await survey(file, size, DEFAULT_LIMITS);
      return block;
    };
    const before = await look();
    appendFileSync(path, bytes(tuple.subarray(5), tuple));
    const { size, digest, head: headDigest } = await look();
    assert.equal(headDigest, before.head);
    assert.notEqual(digest, before.digest);
    const sizes = [size, before.size, before.size - 1];
    const digests = await digestsOf(file, 0, sizes);
    assert.equal(digests.get(before.size), before.digest);
    assert.equal(digests.get(size), digest);
    assert.notEqual(digests.get(before.size - 1), before.digest);
    await file.handle.close();
  });
}

test("Headers that no server accepts end the survey", async () => {
  const bad = TEXT.replace("protocol: 4", "protocol: 9");
  const first = TEXT + numbered(0, 3);
  const wrong = await surveyOf(first, bad, TEXT);
  assert.equal(wrong.blocks.length, 1);
  assert.match(wrong.fault?.error.message ?? "", /protocol version/);
  assert.equal(wrong.fault?.offset, first.length + "protocol: 9\n".length);
  const cut = await surveyOf(first, TEXT.slice(0, 30));
  assert.equal(cut.blocks.length, 1);
  assert.equal(cut.blocks[0].tail, 0);
  assert.match(cut.fault?.error.message ?? "", /they are cut/);
});

test("A file that is shorter than expected is reported", async () => {
  using bed = new CaptureBed();
  const path = bed.path("a.oml");
  writeFileSync(path, TEXT);
  const file = await openRegular(path);
  await assert.rejects(
    survey(file, TEXT.length + 5, DEFAULT_LIMITS),
    (error) => {
      assert.ok(error instanceof CaptureError);
      const why = `it was truncated to ${TEXT.length} bytes`;
      assert.equal(error.message, cannotRead(path, why).message);
      return true;
    },
  );
  await file.handle.close();
});
