import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { type Case, loadCases } from "../conformance/case.ts";
import { compare } from "../conformance/compare.ts";
import { readDatabases } from "../conformance/read_databases.ts";
import { CaptureBed } from "./_support/capture_bed.ts";

/** What each connection of a case sends; unset if that depends on time. */
function streams({ ops, directory }: Case): Buffer[] | undefined {
  const sent = new Map<string, Buffer[]>();
  const open = new Set<string>();
  for (const operation of ops) {
    if (operation.op === "open") {
      if (open.size > 0 || sent.has(operation.c)) return undefined;
      open.add(operation.c);
      sent.set(operation.c, []);
    } else if (operation.op === "send") {
      const bytes = readFileSync(join(directory, operation.file));
      sent.get(operation.c)?.push(bytes);
    } else if (operation.op === "close") {
      open.delete(operation.c);
    } else if (operation.op === "rst" || operation.op === "restart") {
      return undefined;
    }
  }
  return [...sent.values()].map((chunks) => Buffer.concat(chunks));
}

let played = 0;

for (const testCase of loadCases(new RegExp(process.env.OML_CASE ?? ""))) {
  const sent = streams(testCase);
  if (sent === undefined) continue;
  played++;
  test(`${testCase.id}: a file with the stream is stored as the server stores it`, async () => {
    using bed = new CaptureBed();
    const names = sent.map((bytes, i) => {
      writeFileSync(bed.path(`${i}.oml`), bytes);
      return `${i}.oml`;
    });
    await bed.importOf(...names).run();
    const databases = readDatabases({
      root: bed.dataDir,
      dataDir: bed.dataDir,
      prefix: "",
    });
    const rules = { ...testCase, closed_by: {} };
    const outcome = { faults: [], closedBy: {}, databases };
    assert.equal(compare(rules, outcome), undefined, `${bed.faults}`);
  });
}

test("Most of the golden cases can be played as files", () => {
  assert.ok(played >= 200 || process.env.OML_CASE, `${played}`);
});
