import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamLog } from "../../../server/sessions/stream_log.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { bytes } from "../../_support/packet.ts";

test("StreamLog begins each message with the present name", () => {
  const log = new MemoryLog();
  let name = "10.0.0.7:41234";
  const stream = new StreamLog(log, () => name);
  stream.ready({ ignored: ["x: y"] });
  name = "run.oml";
  stream.rejected({
    ...{ senderId: 1, stream: 1, arrival: 0 },
    ...{ reason: "too few values", raw: bytes("1\t1") },
  });
  stream.converted(
    { senderId: 1, stream: 1, field: "v", kind: "fraction cut" },
    ...[bytes("0.1"), 0, 3] as const,
  );
  stream.counted(4);
  const [first, ...others] = log.of("warn");
  assert.equal(first, "warn: 10.0.0.7:41234: ignored headers: x: y");
  assert.match(
    others[0],
    /^warn: run\.oml: rejected, too few values \(stream 1\)/,
  );
  assert.match(
    others[1],
    /^warn: run\.oml: stored, fraction cut in field v \(stream 1\)/,
  );
  assert.match(others[2], /^warn: run\.oml: rejected 1 samples of 5;/);
  assert.match(
    others[3],
    /^warn: run\.oml: 1 values differ from what was sent;/,
  );
  assert.equal(others.length, 4);
});

test("StreamLog logs nothing about a stream without surprises", () => {
  const log = new MemoryLog();
  const stream = new StreamLog(log, () => "run.oml");
  stream.ready({ ignored: [] });
  stream.counted(4);
  assert.deepEqual(log.lines, []);
});
