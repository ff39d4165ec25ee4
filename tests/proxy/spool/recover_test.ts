import assert from "node:assert/strict";
import {
  copyFileSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
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
/** Where the parts end that were forced to disk, and all that was written. */
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
  const facts = await recover(copy, new MemoryLog());
  const bytes = new Uint8Array(readFileSync(copy));
  return { facts, bytes };
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

test("recover() cuts what was not forced to disk, wherever that is torn", () =>
  withSpool(async (path) => {
    for (let size = LAST; size <= WRITTEN; size++) {
      const { facts, bytes } = await recovered(
        path,
        (file) => truncateSync(file, size),
      );
      assert.equal(facts?.size, LAST);
      assert.deepEqual(bytes, STREAM.slice(0, LAST));
    }
  }));

test("recover() cuts a tail of zeros, wherever it begins", () =>
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

test("recover() believes no journal that is ahead of its file", () =>
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

test("recover() goes by what is left of a torn journal, and touches no file without one", () =>
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

test("recover() believes no byte of a journal that was changed", () =>
  withSpool(async (path) => {
    const journal = readFileSync(`${path}.journal`);
    for (let at = 0; at < journal.length; at++) {
      const { bytes } = await recovered(path, (_, copy) => {
        const changed = Uint8Array.from(journal);
        changed[at] ^= 1;
        writeFileSync(copy, changed);
      });
      assert.ok(isPrefix(bytes), `changed at ${at}`);
    }
  }));

test("A recovered stream goes on, and can be recovered again", () =>
  withSpool(async (path) => {
    const facts = await recover(path, new MemoryLog());
    assert.ok(facts !== undefined);
    assert.deepEqual(
      Uint8Array.from(facts.header ?? []),
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

test("A long journal is written anew, and says the same", async () => {
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

test("What was acknowledged may be more than what is left", () =>
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
