import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CaptureFault,
  CaptureSplitter,
} from "../../../codec/captures/capture_splitter.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { bytes, packet, value } from "../../_support/packet.ts";

const FIRST = headers({ domain: "a" });
const SECOND = headers({ domain: "b", schemas: ["1 app_x a:string"] });
const BINARY = headers({ domain: "c", content: "binary" });
const TUPLE = packet({ stream: 1 }, value.int32(42));

/** The streams of a capture, split into chunks of `size`. */
function split(
  capture: Uint8Array,
  size: number,
  limits = DEFAULT_LIMITS,
): { streams: Uint8Array[]; fault: CaptureFault | undefined } {
  const streams: Uint8Array[] = [];
  const starts: number[] = [];
  const splitter = new CaptureSplitter({
    begin: (offset) => {
      starts.push(offset);
      streams.push(new Uint8Array(0));
    },
    bytes: (more) => streams.push(bytes(streams.pop() ?? [], more)),
  }, limits);
  for (let at = 0; at < capture.length; at += size) {
    splitter.push(capture.slice(at, at + size));
  }
  splitter.end();
  let offset = 0;
  for (const [i, stream] of streams.entries()) {
    assert.equal(starts[i], offset);
    offset += stream.length;
  }
  return { streams, fault: splitter.fault };
}

/** Checks that `parts`, concatenated, are the streams. */
function check(...parts: readonly (string | Uint8Array)[]): void {
  const capture = bytes(...parts);
  for (const size of [1, 2, 7, 64, 1000, capture.length]) {
    const { streams, fault } = split(capture, size);
    assert.equal(fault, undefined);
    assert.deepEqual(
      streams.map((stream) => new TextDecoder("latin1").decode(stream)),
      parts.map((part) => new TextDecoder("latin1").decode(bytes(part))),
      `in chunks of ${size} bytes`,
    );
  }
}

test("Each header block begins a stream, in text, in binary, and between them", () => {
  check(FIRST + numbered(0, 3));
  check(FIRST + numbered(0, 3), SECOND + "1\t1\t1\tx\n", FIRST);
  check(bytes(BINARY, TUPLE, TUPLE), bytes(BINARY, TUPLE), FIRST, SECOND);
  check(FIRST + "0.5\t1\t1\t1\n", bytes(BINARY, TUPLE), FIRST + "1\t1\t1\t1\n");
});

test("Header blocks in the form of other clients begin a stream, too", () => {
  const old = "experiment-id: e\nstart_time: 1\nschema: 1 m a:int32\n\n";
  check(FIRST + numbered(0, 3), old + "1\t1\t1\t2\n", `protocol: 3\n${old}`);
  const crlf = headers({ domain: "a", newline: "\r\n" });
  check(crlf + numbered(0, 3, "\r\n"), crlf + numbered(0, 3, "\r\n"));
  const eager = "protocol: 4\ncontent: text\ndomain: d\n\n";
  check(FIRST + numbered(0, 3), eager, eager);
});

test("An incomplete tuple of a killed run ends where the next headers begin", () => {
  check(FIRST + numbered(0, 3) + "3\t1\t3", SECOND + "1\t1\t1\tx\n");
  check(FIRST + "0.5\t1\t1\t12", FIRST + "0.5\t1\t1\t1\n");
  const names = BINARY.replace("seq:int32", "name:string");
  const text = packet({ stream: 1 }, value.string("a".repeat(200)));
  for (const cut of [3, 6, 20, 100, text.length - 1]) {
    check(bytes(names, text, text.subarray(0, cut)), bytes(names, text, text));
  }
});

test("Text that only resembles headers does not begin a stream", () => {
  check(SECOND + "1\t1\t1\tprotocol: 4\n1\t1\t2\tdomain: x\n");
  check(SECOND + "1\t1\t1\tprotocol: 4\\ndomain: x\n1\t1\t2\tprotocol: 5\n");
  check(SECOND + "protocol: 4\n1\t1\t2\tx\ndomain: x\n1\t1\t3\tx\n");
  check(SECOND + "protocol: x\ndomain: y\n1\t1\t3\tx\n".replace("domain", "d"));
  check(SECOND + "1\t1\t1\tx\nprotocol: 4\n");
  check(SECOND + "1\t1\t1\tx\nprotocol: 4\ndom");
  const blobs = BINARY.replace("seq:int32", "b:blob");
  const blob = packet({ stream: 1 }, value.blob(bytes(FIRST, "x")));
  check(bytes(blobs, blob, blob), bytes(blobs, blob));
  const strings = BINARY.replace("seq:int32", "name:string");
  const string = packet({ stream: 1 }, value.string(FIRST));
  check(bytes(strings, string, string));
});

test("A body that no server can read further is passed on whole", () => {
  const limits = { ...DEFAULT_LIMITS, messageBytes: 1000 };
  const text = bytes(FIRST, "x".repeat(1010));
  const huge = bytes([0xaa, 0xaa, 0x02, 0x7f, 0xff, 0xff, 0xff], TUPLE);
  const binary = bytes(BINARY, TUPLE, huge);
  for (const capture of [text, binary]) {
    assert.deepEqual(split(capture, 16, limits).streams, [capture]);
  }
});

test("A fault in headers is reported at the end of its line", () => {
  const faulty = headers({ domain: "b", schemas: ["1 app_m rx-bytes:int32"] });
  const capture = FIRST + numbered(0, 3) + faulty + numbered(0, 3);
  const end = capture.indexOf("rx-bytes:int32\n") + "rx-bytes:int32\n".length;
  for (const size of [1, 10, capture.length]) {
    const { streams, fault } = split(bytes(capture), size);
    assert.equal(streams.length, 2);
    assert.match(fault?.error.message ?? "", /rx-bytes/);
    assert.equal(fault?.offset, end);
  }
  const cut = split(bytes(FIRST, "protocol: 4\ndomain: x\n"), 5).fault;
  assert.match(cut?.error.message ?? "", /headers: they are cut/);
});

test("Headers after garbage of any length begin a stream", () => {
  for (const garbage of ["\n", "\0", "x\n", "protocol: 4\nno header\n"]) {
    for (const length of [1, 100, 200_000]) {
      const rest = garbage.repeat(Math.ceil(length / garbage.length));
      const first = bytes(BINARY, TUPLE, rest);
      const { streams } = split(bytes(first, FIRST), 10_000);
      assert.deepEqual(
        streams.map((stream) => stream.length),
        [first.length, FIRST.length],
      );
    }
  }
});

test("In a quiet binary capture the last complete message waits no longer", () => {
  const given: number[] = [];
  const splitter = new CaptureSplitter({
    begin: () => undefined,
    bytes: (more) => given.push(more.length),
  }, DEFAULT_LIMITS);
  const total = () => given.reduce((sum, length) => sum + length, 0);
  const first = bytes(BINARY, TUPLE, TUPLE, TUPLE.subarray(0, 5));
  splitter.push(first);
  assert.equal(total(), BINARY.length + TUPLE.length);
  splitter.idle();
  assert.equal(total(), first.length - 5);
  splitter.push(bytes(TUPLE.subarray(5), SECOND));
  splitter.end();
  assert.equal(total(), first.length + TUPLE.length - 5 + SECOND.length);
});

test("The messages of a chunk are passed on together", () => {
  const pieces: number[] = [];
  const splitter = new CaptureSplitter({
    begin: () => undefined,
    bytes: ({ length }) => pieces.push(length),
  }, DEFAULT_LIMITS);
  splitter.push(bytes(BINARY));
  splitter.push(bytes(...new Array(1000).fill(TUPLE)));
  assert.deepEqual(pieces, [BINARY.length, 999 * TUPLE.length]);
});
