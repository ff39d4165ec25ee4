import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Journal } from "../../../proxy/spool/journal.ts";
import { type Fact, parseJournal } from "../../../proxy/spool/journal_facts.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

const STREAM: Fact = { kind: "stream", id: "s", begun: 1 };
const sent = (offset: number): Fact => ({ kind: "sent", offset });

/** Runs a test with a journal, which `read` parses. */
const withJournal = (
  use: (
    journal: Journal,
    path: string,
    read: () => readonly Fact[],
  ) => Promise<void>,
) =>
  inTempDir(async (directory) => {
    const path = join(directory, "result.journal");
    const journal = new Journal(path, true);
    const read = () => parseJournal(readFileSync(path, "utf8")).facts;
    await use(journal, path, read);
    await journal.close();
  });

test("Journal starts with all facts, then appends new ones", () =>
  withJournal(async (journal, path, read) => {
    await journal.append([sent(1)], () => [STREAM, sent(1)]);
    await journal.append([sent(2)], () => []);
    await journal.close();
    await journal.append([sent(3)], () => []);
    assert.deepEqual(read(), [STREAM, sent(1), sent(2), sent(3)]);
    assert.equal(existsSync(`${path}.new`), false);
  }));

test("Journal is written completely if it was removed", () =>
  withJournal(async (journal, path, read) => {
    await journal.append([], () => [STREAM]);
    await journal.close();
    rmSync(path);
    await journal.append([sent(2)], () => [STREAM, sent(2)]);
    assert.deepEqual(read(), [STREAM, sent(2)]);
  }));

test("Journal is written completely after a failed write", () =>
  withJournal(async (journal, path, read) => {
    mkdirSync(`${path}.new`);
    await assert.rejects(journal.append([STREAM], () => [STREAM]));
    rmdirSync(`${path}.new`);
    await journal.append([sent(2)], () => [STREAM, sent(2)]);
    assert.deepEqual(read(), [STREAM, sent(2)]);
  }));

test("Journal is compacted when it is longer than 64 KiB", () =>
  withJournal(async (journal, _path, read) => {
    await journal.append([], () => [STREAM]);
    const many = Array.from({ length: 4_000 }, (_, i) => sent(i));
    await journal.append(many, () => []);
    assert.equal(read().length, 4_001);
    await journal.append([sent(7)], () => [STREAM, sent(7)]);
    assert.deepEqual(read(), [STREAM, sent(7)]);
  }));

test("Journal.remove() removes the file", () =>
  withJournal(async (journal, path) => {
    await journal.append([], () => [STREAM]);
    await journal.remove();
    assert.equal(existsSync(path), false);
  }));
