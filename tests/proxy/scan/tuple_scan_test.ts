import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderReader } from "../../../codec/headers/header_reader.ts";
import { TupleDecoder } from "../../../codec/streams/tuple_decoder.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { TupleScan } from "../../../proxy/scan/tuple_scan.ts";
import { RecordingSink } from "../../codec/_support/recording_sink.ts";
import { headers } from "../../_support/hello.ts";
import { bytes, packet, value } from "../../_support/packet.ts";

const PIECE = "QUJD".repeat(15);
const TEXT = [
  "1\t1\t1\t42",
  "a line without any tab",
  "1\t0\t1\t.\tschema\t9 late x:string",
  "1\t0\t1\t.\tschema\tno schema at all",
  "1\t 0\t2\tsome\tother\tmetadata",
  "2\t9\t1\tnow it is defined",
  `3\t2\t1\t${PIECE}`,
  PIECE,
  "QUI=",
  "1\t+0\t3\t.\tschema\t1 app_m a:double",
  "1\t00\t3\t.\tschema\t3 app_blob b:blob",
  `4\t3\t1\t${PIECE}`,
  "QUI=",
  "",
  "4\t1\t2\t0.5",
  "",
].join("\n");

const define = (text: string) =>
  packet({ stream: 0 }, ...[".", "schema", text].map(value.string));
const BINARY = bytes(
  packet({ stream: 1 }, value.int32(42)),
  define("9 late x:string"),
  [0xaa, 0xaa, 0x00],
  define("no schema at all"),
  packet({ stream: 9 }, value.string("now it is defined")),
  define("9 late x:string"),
  packet({ stream: 1 }, value.int32(43)),
);

/** The scan must find what the decoder finds, which decodes everything. */
function compareAtEveryCut(
  body: Uint8Array,
  hello: Parameters<typeof headers>[0],
): void {
  const { header } = new HeaderReader(DEFAULT_LIMITS)
    .push(bytes(headers(hello))) ?? {};
  assert.ok(header !== undefined);
  for (let cut = 0; cut <= body.length; cut++) {
    const found: number[] = [];
    const scan: TupleScan = new TupleScan(header, (size) => found.push(size));
    const sink = new RecordingSink();
    const decoder: TupleDecoder = new TupleDecoder(header, sink);
    for (const part of [body.subarray(0, cut), body.subarray(cut)]) {
      scan.push(part);
      decoder.push(part);
      assert.equal(scan.consumed, decoder.consumed, `cut at ${cut}`);
      assert.deepEqual(found, sink.redefinitions.map((raw) => raw.length));
    }
    scan.idle();
    decoder.idle();
    assert.equal(scan.consumed, decoder.consumed);
  }
}

test("TupleScan finds the same in text as the decoder, wherever chunks end", () => {
  const blobs = ["1 app_m a:int32", "2 app_n b:blob"];
  compareAtEveryCut(bytes(TEXT), { domain: "a", schemas: blobs });
  compareAtEveryCut(bytes(TEXT), { domain: "a" });
  compareAtEveryCut(bytes(TEXT.replaceAll("\n", "\r\n")), {
    domain: "a",
    newline: "\r\n",
  });
});

test("TupleScan treats stream 0 as measurements if the headers define it", () => {
  const schemas = ["0 app_own a:string b:string c:string"];
  compareAtEveryCut(bytes(TEXT), { domain: "a", schemas });
});

test("TupleScan finds the same in binary as the decoder, wherever chunks end", () => {
  compareAtEveryCut(BINARY, { domain: "a", content: "binary" });
});

test("TupleScan treats everything after a fatal error as complete", () => {
  const { header } = new HeaderReader(DEFAULT_LIMITS)
    .push(bytes(headers({ domain: "a" }))) ?? {};
  assert.ok(header !== undefined);
  const scan = new TupleScan(header, () => undefined);
  const endless = new Uint8Array(DEFAULT_LIMITS.messageBytes + 1).fill(0x41);
  scan.push(endless);
  assert.match(scan.fault?.message ?? "", /Cannot read a text line/);
  scan.push(bytes("more"));
  assert.equal(scan.consumed, endless.length + 4);
});

test("TupleScan also finds definitions that a server may reject", () => {
  const many = Array.from(
    { length: DEFAULT_LIMITS.streams + 2 },
    (_, i) => `0\t0\t${i}\t.\tschema\t${i + 1} m${i} x:int32\n`,
  );
  const { header } = new HeaderReader(DEFAULT_LIMITS)
    .push(bytes(headers({ domain: "a", schemas: [] }))) ?? {};
  assert.ok(header !== undefined);
  const found: number[] = [];
  const scan = new TupleScan(header, (size) => found.push(size));
  scan.push(bytes(many.join("")));
  assert.deepEqual(found, many.map((line) => line.length));
});

test("TupleScan scans a long vector in slices, with the decoder's result", () => {
  const schemas = ["1 app_m v:[int32] b:blob", "2 app_n seq:int32"];
  const hello = headers({ domain: "a", schemas, protocol: 5 });
  const { header } = new HeaderReader(DEFAULT_LIMITS).push(bytes(hello)) ?? {};
  assert.ok(header !== undefined);
  const scan = new TupleScan(header, () => undefined, 1);
  const body = bytes(
    `1\t1\t1\t9000${" 7".repeat(9_000)}\t${PIECE}\n${PIECE}\nQUI=\n`,
    `1\t1\t2\t9000${" 7".repeat(9_000)}\tQUI=\n1\t2\t1\t1\n`,
  );
  scan.push(body);
  let slices = 0;
  for (; scan.isUnfinished; slices++) {
    assert(scan.consumed < body.length);
    scan.goOn();
  }
  assert(slices > 4);
  assert.equal(scan.consumed, body.length);
  assert.equal(scan.fault, undefined);
});
