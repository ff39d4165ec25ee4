import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { FileHarm } from "../../../proxy/spool/file_harm.ts";
import { formatFact } from "../../../proxy/spool/journal_facts.ts";
import { recover } from "../../../proxy/spool/recover.ts";
import { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const HEADER = headers({ domain: "a" }).length;
const STREAM = new TextEncoder().encode(
  headers({ domain: "a" }) + numbered(0, 60),
);
/**
 * The ends of the parts that were forced to disk, and of all that was written.
 */
const FORCED = [200, 300, 400];
const WRITTEN = 470;

/** A spool as a crash leaves it: some of it forced, the rest only written. */
async function crashedSpool(directory: string): Promise<string> {
  const path = join(directory, "result");
  writeFileSync(path, "");
  const stream = new SpooledStream(
    path,
    { id: "some-id", begun: 1 },
    "interval",
  );
  let from = 0;
  for (const to of FORCED) {
    stream.append(STREAM.subarray(from, to));
    await stream.sync();
    from = to;
  }
  stream.append(STREAM.subarray(from, WRITTEN));
  await stream.flush();
  await stream.close();
  return path;
}

/** A copy, damaged by `damage`, and what is recovered of it. */
async function recovered(
  path: string,
  damage: (file: string, journal: string) => void,
) {
  const copy = `${path}-copy`;
  copyFileSync(path, copy);
  copyFileSync(`${path}.journal`, `${copy}.journal`);
  damage(copy, `${copy}.journal`);
  const log = new MemoryLog();
  const facts = await recover(copy, log);
  const bytes = new Uint8Array(readFileSync(copy));
  const aside = existsSync(`${copy}.damaged`)
    ? new Uint8Array(readFileSync(`${copy}.damaged`))
    : undefined;
  rmSync(`${copy}.damaged`, { force: true });
  return { facts, bytes, aside, log };
}

/** Changes a byte of a file. */
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}

function isPrefix(bytes: Uint8Array): boolean {
  return bytes.every((byte, i) => byte === STREAM[i]);
}

async function withSpool(
  check: (path: string) => Promise<void>,
): Promise<void> {
  const directory = makeTempDir();
  try {
    await check(await crashedSpool(directory));
  } finally {
    removeTempDir(directory);
  }
}

const LAST = FORCED[FORCED.length - 1];

test("recover() cuts off what was not forced to disk, wherever that ends", () =>
  withSpool(async (path) => {
    for (let size = LAST; size <= WRITTEN; size++) {
      const { facts, bytes, aside, log } = await recovered(
        path,
        (file) => truncateSync(file, size),
      );
      assert.equal(facts?.size, LAST);
      assert.deepEqual(bytes, STREAM.slice(0, LAST));
      assert.equal(aside, undefined);
      assert.deepEqual(log.of("warn"), []);
    }
  }));

test("recover() cuts off a tail of zeros, wherever it begins", () =>
  withSpool(async (path) => {
    for (let from = LAST; from <= WRITTEN; from++) {
      const { facts, bytes } = await recovered(path, (file) => {
        truncateSync(file, from);
        truncateSync(file, WRITTEN + 4096);
      });
      assert.equal(facts?.size, LAST);
      assert.deepEqual(bytes, STREAM.slice(0, LAST));
    }
  }));

test("recover() does not trust a journal that is ahead of its file", () =>
  withSpool(async (path) => {
    for (let size = 0; size < LAST; size += 3) {
      const cut = await recovered(path, (file) => truncateSync(file, size));
      const zeroed = await recovered(path, (file) => {
        truncateSync(file, size);
        truncateSync(file, WRITTEN);
      });
      const sound = Math.max(0, ...FORCED.filter((end) => end <= size));
      for (const { facts, bytes } of [cut, zeroed]) {
        assert.equal(facts?.size, sound, `cut at ${size}`);
        assert.deepEqual(bytes, STREAM.slice(0, sound));
      }
    }
  }));

test("recover() uses what is left of a torn journal, and does not change a file without one", () =>
  withSpool(async (path) => {
    const journal = readFileSync(`${path}.journal`);
    const first = journal.indexOf("\n");
    for (let size = 0; size < journal.length; size++) {
      for (const zeros of [0, 64]) {
        const { facts, bytes } = await recovered(path, (_, copy) => {
          truncateSync(copy, size);
          truncateSync(copy, size + zeros);
        });
        assert.ok(isPrefix(bytes), `cut at ${size}`);
        if (facts === undefined) {
          assert.ok(size <= first);
          assert.equal(bytes.length, WRITTEN);
        } else {
          assert.equal(facts.size, bytes.length);
          assert.ok([0, ...FORCED].includes(bytes.length));
        }
      }
    }
  }));

test("recover() does not trust a journal with any byte changed", () =>
  withSpool(async (path) => {
    const journal = readFileSync(`${path}.journal`);
    for (let at = 0; at < journal.length; at++) {
      const { facts, bytes, aside } = await recovered(
        path,
        (_, copy) => flip(copy, at),
      );
      assert.ok(isPrefix(bytes), `changed at ${at}`);
      // Forced bytes that are cut off are kept, unless the last newline is
      // missing: then the line counts as torn.
      const all = bytes.length + (aside?.length ?? 0);
      const isTorn = at === journal.length - 1;
      if (facts !== undefined && bytes.length < LAST && !isTorn) {
        assert.equal(all, WRITTEN, `changed at ${at}`);
      }
    }
  }));

test("A recovered stream continues, and can be recovered again", () =>
  withSpool(async (path) => {
    const facts = await recover(path, new MemoryLog());
    assert.ok(facts !== undefined);
    assert.deepEqual(
      Uint8Array.from(facts.header?.bytes ?? []),
      STREAM.slice(0, HEADER),
    );
    const stream = new SpooledStream(path, facts, "interval");
    stream.append(STREAM.subarray(LAST));
    stream.delivery.acknowledge(250);
    stream.end(2);
    await stream.sync();
    await stream.close();
    const again = await recover(path, new MemoryLog());
    assert.equal(again?.size, STREAM.length);
    assert.equal(again?.acknowledged, 250);
    assert.equal(again?.ended, 2);
    assert.deepEqual(new Uint8Array(readFileSync(path)), STREAM);
  }));

test("A long journal is rewritten with the same facts", async () => {
  const directory = makeTempDir();
  try {
    const path = join(directory, "result");
    writeFileSync(path, "");
    const stream = new SpooledStream(
      path,
      { id: "some-id", begun: 1 },
      "never",
    );
    for (let i = 0; i < 3_000; i++) {
      stream.append(STREAM.subarray(0, 10));
      await stream.sync();
    }
    await stream.close();
    assert.ok(statSync(`${path}.journal`).size < 100_000);
    const facts = await recover(path, new MemoryLog());
    assert.equal(facts?.size, 30_000);
    assert.equal(facts?.id, "some-id");
  } finally {
    removeTempDir(directory);
  }
});

test("More may be acknowledged than is left", () =>
  withSpool(async (path) => {
    const ahead = formatFact({ kind: "acknowledged", offset: 10_000 });
    const { facts } = await recovered(
      path,
      (_, journal) => writeFileSync(journal, ahead, { flag: "a" }),
    );
    assert.ok(facts !== undefined);
    const stream = new SpooledStream(path, facts, "interval");
    assert.equal(stream.waiting, 0);
  }));

test("recover() copies damaged bytes to another file, with a warning", () =>
  withSpool(async (path) => {
    const before = FORCED[FORCED.length - 2];
    for (const at of [before, LAST - 1]) {
      const { facts, bytes, aside, log } = await recovered(
        path,
        (file) => flip(file, at),
      );
      assert.equal(facts?.size, before);
      assert.deepEqual(bytes, STREAM.slice(0, before));
      const damaged = STREAM.slice(before, WRITTEN);
      damaged[at - before] ^= 1;
      assert.deepEqual(aside, damaged);
      const [warning] = log.of("warn");
      assert.match(warning, /damaged, cut to 300 bytes; the 170 .*\.damaged,/);
    }
  }));

test("recover() loses no byte of a damaged file with a single range", async () => {
  const directory = makeTempDir();
  try {
    const path = join(directory, "result");
    writeFileSync(path, "");
    const facts = { id: "some-id", begun: 1 };
    const stream = new SpooledStream(path, facts, "interval");
    stream.append(STREAM);
    await stream.sync();
    await stream.close();
    const { facts: left, bytes, aside } = await recovered(
      path,
      (file) => flip(file, 10),
    );
    assert.equal(left?.size, 0);
    assert.equal(bytes.length, 0);
    const damaged = STREAM.slice();
    damaged[10] ^= 1;
    assert.deepEqual(aside, damaged);
  } finally {
    removeTempDir(directory);
  }
});

test("recover() logs how much of a cut file is missing", () =>
  withSpool(async (path) => {
    const { facts, aside, log } = await recovered(
      path,
      (file) => truncateSync(file, FORCED[0]),
    );
    assert.equal(facts?.size, FORCED[0]);
    assert.equal(aside, undefined);
    assert.match(log.of("warn")[0], /has 200 bytes; 200 more are missing/);
  }));

test("Bytes changed before the last range are reported when they are read", () =>
  withSpool(async (path) => {
    const [first, second] = FORCED;
    flip(path, first + 1);
    const facts = await recover(path, new MemoryLog());
    assert.equal(facts?.size, LAST);
    const stream = new SpooledStream(path, facts, "interval");
    const harms: FileHarm[] = [];
    stream.harmed = (harm) => harms.push(harm);
    const bytes = new Uint8Array(10);
    await stream.read(bytes, 0);
    assert.deepEqual(harms, []);
    for (const at of [first - 5, first + 5]) await stream.read(bytes, at);
    assert.deepEqual(harms, [{ kind: "altered", from: first, to: second }]);
    await stream.close();
  }));

test("The last range keeps its checksum in a new journal", () =>
  withSpool(async (path) => {
    const facts = await recover(path, new MemoryLog());
    assert.ok(facts !== undefined);
    const stream = new SpooledStream(path, facts, "interval");
    stream.end(2);
    await stream.sync();
    await stream.close();
    flip(path, LAST - 1);
    const log = new MemoryLog();
    await recover(path, log);
    assert.match(log.of("warn").join(), /damaged/);
  }));
