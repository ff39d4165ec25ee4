import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Delivery } from "../../../proxy/spool/delivery.ts";
import {
  type DataFact,
  type Fact,
  parseJournal,
} from "../../../proxy/spool/journal_facts.ts";
import { StreamJournal } from "../../../proxy/spool/stream_journal.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

const range = (from: number, to: number): DataFact => ({
  kind: "data",
  ...{ from, to, crc: from + to },
});

test("StreamJournal records ranges and facts once, and knows what it covers", () =>
  inTempDir(async (directory) => {
    const path = join(directory, "result");
    const read = (): readonly Fact[] =>
      parseJournal(readFileSync(`${path}.journal`, "utf8")).facts;
    const known = { id: "s", begun: 1 };
    const delivery = new Delivery({});
    const stream = {
      ...{ ...known, path, delivery },
      ...{ ended: undefined, header: undefined },
    };
    const journal = new StreamJournal(stream, known, false);
    assert.deepEqual([journal.covered, journal.hasNews], [0, false]);
    journal.note(range(0, 5));
    assert.deepEqual([journal.covered, journal.hasRanges], [0, true]);
    await journal.write();
    assert.deepEqual([journal.covered, journal.hasRanges], [5, false]);
    delivery.acknowledge(3);
    journal.note({ kind: "ended", at: 9 });
    assert.equal(journal.hasNews, true);
    await journal.write();
    assert.equal(journal.hasNews, false);
    journal.note(range(5, 8));
    await journal.write();
    await journal.close();
    assert.deepEqual(read(), [
      { kind: "stream", ...known },
      range(0, 0),
      range(0, 5),
      { kind: "sent", offset: 0 },
      { kind: "ended", at: 9 },
      { kind: "acknowledged", offset: 3 },
      range(5, 8),
    ]);
    assert.equal(journal.covered, 8);
  }));
