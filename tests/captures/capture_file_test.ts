import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { test } from "node:test";
import { CaptureFile } from "../../captures/capture_file.ts";
import { CaptureError } from "../../captures/errors.ts";
import { headers, numbered } from "../_support/hello.ts";
import { countRows } from "../_support/sqlite.ts";
import { CaptureBed } from "./_support/capture_bed.ts";

const CAPTURE = headers({ domain: "a" }) + numbered(0, 100);

/** Reads a file of which 100 tuples are stored, after `change` was made. */
async function readAfter(
  change: (path: string) => void,
): Promise<{ fault: unknown; rows: number }> {
  using bed = new CaptureBed();
  const path = bed.path("a.oml");
  writeFileSync(path, CAPTURE);
  const file = new CaptureFile(path, bed.target);
  assert.equal(await file.read(), true);
  assert.equal(await file.read(), false);
  change(path);
  const fault = await file.read().catch((error) => error);
  await file.end();
  return { fault, rows: countRows(bed.database("a"), "app_m") };
}

const cases: [how: string, what: RegExp, change: (path: string) => void][] = [
  ["truncated", /was truncated/, (path) => truncateSync(path, 50)],
  ["removed", /Cannot read .*a\.oml/, (path) => rmSync(path)],
  ["replaced", /was replaced/, (path) => {
    writeFileSync(`${path}.new`, CAPTURE + CAPTURE);
    renameSync(`${path}.new`, path);
  }],
  ["overwritten", /was overwritten/, (path) => {
    writeFileSync(path, headers({ domain: "b" }) + numbered(0, 200));
  }],
];

for (const [how, what, change] of cases) {
  test(`A file that was ${how} is reported, and what was read stays`, async () => {
    const { fault, rows } = await readAfter(change);
    assert.ok(fault instanceof CaptureError);
    assert.match(fault.message, what);
    assert.equal(rows, 100);
  });
}

test("A file that was added to is read on", async () => {
  const { fault, rows } = await readAfter((path) =>
    appendFileSync(path, numbered(100, 103))
  );
  assert.equal(fault, true);
  assert.equal(rows, 103);
});

test("What is no capture is refused with the reason", async () => {
  using bed = new CaptureBed();
  const refuses = async (name: string, contents: Uint8Array, why: RegExp) => {
    writeFileSync(bed.path(name), contents);
    const file = new CaptureFile(bed.path(name), bed.target);
    await assert.rejects(file.read(), (error) => {
      assert.ok(error instanceof CaptureError);
      assert.match(error.message, why);
      return true;
    });
    await file.end();
  };
  const text = (text: string) => new TextEncoder().encode(text);
  await refuses("a.gz", Uint8Array.of(0x1f, 0x8b, 8, 0), /unpack it first/);
  await refuses("a.txt", text("a\nb\n\nc\n"), /line 1: /);
  const noDomain = CAPTURE.replace("domain: a\n", "");
  await refuses("b.oml", text(noDomain), /line 2: .*domain/);
  const second = CAPTURE + CAPTURE.replace("protocol: 4", "protocol: 9");
  await refuses("c.oml", text(second), /line 109: .*9/);
  assert.equal(countRows(bed.database("a"), "app_m"), 100);
  mkdirSync(bed.path("d.oml"));
  const directory = new CaptureFile(bed.path("d.oml"), bed.target);
  await assert.rejects(directory.read(), /not a regular file/);
});

test("A file that ends within headers is reported at its end", async () => {
  using bed = new CaptureBed();
  writeFileSync(bed.path("a.oml"), CAPTURE + "\nprotocol: 4\ndomain: x\n");
  const file = new CaptureFile(bed.path("a.oml"), bed.target);
  await file.read();
  await assert.rejects(file.end(), /headers: they are cut/);
  assert.equal(countRows(bed.database("a"), "app_m"), 100);
});

test("The tuples before one that exceeds a limit are stored", async () => {
  using bed = new CaptureBed();
  const limits = { ...bed.target.limits, messageBytes: 1000 };
  const long = `1\t1\t1\t${"9".repeat(300_000)}`;
  writeFileSync(bed.path("a.oml"), CAPTURE + long);
  const file = new CaptureFile(bed.path("a.oml"), { ...bed.target, limits });
  await assert.rejects(file.read(), /a\.oml: .*1000 bytes/);
  await file.end();
  assert.equal(countRows(bed.database("a"), "app_m"), 100);
});
