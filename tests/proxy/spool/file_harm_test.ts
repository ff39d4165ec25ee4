import assert from "node:assert/strict";
import { test } from "node:test";
import { type FileHarm, logHarm } from "../../../proxy/spool/file_harm.ts";
import { StreamFileError } from "../../../proxy/spool/stream_file_error.ts";
import { MemoryLog } from "../../_support/memory_log.ts";

const CASES: readonly (readonly [FileHarm, string])[] = [
  [
    { kind: "damaged", error: new StreamFileError("its file was removed") },
    "error: /r: its file was removed; 7 undelivered bytes are lost",
  ],
  [
    { kind: "unlinked" },
    "warn: /r: removed or replaced by another program; its data is kept, and " +
    "still sent, while this program runs",
  ],
  [
    { kind: "altered", from: 1, to: 3 },
    "warn: /r: the bytes from 1 to 3 differ from those written; they are sent " +
    "as they are",
  ],
];

for (const [harm, line] of CASES) {
  test(`logHarm() logs a file that is ${harm.kind}`, () => {
    const log = new MemoryLog();
    logHarm({ path: "/r", waiting: 7 }, harm, log);
    assert.deepEqual(log.lines, [line]);
  });
}
