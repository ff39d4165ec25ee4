import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Fact,
  formatFact,
  parseJournal,
} from "../../../proxy/spool/journal_facts.ts";

const FACTS: readonly Fact[] = [
  { kind: "stream", id: "4b7b1f52-0000-4000-8000-00000000cafe", begun: 17 },
  { kind: "header", bytes: 120 },
  { kind: "data", from: 0, to: 4_096, crc: 0xdeadbeef },
  { kind: "server", name: "server.lab:3003" },
  { kind: "sent", offset: 4_000 },
  { kind: "acknowledged", offset: 120 },
  { kind: "ended", at: 1_700_000_000_000 },
  { kind: "refused", reason: "no such domain, says the server" },
];

test("A journal returns the facts that were written to it", () => {
  const journal = FACTS.map(formatFact).join("");
  assert.deepEqual(parseJournal(journal), { facts: FACTS, isDamaged: false });
});

test("A torn last line is skipped, and is not damage", () => {
  const journal = FACTS.map(formatFact).join("");
  const torn = formatFact({ kind: "sent", offset: 5_000 });
  for (let length = 1; length < torn.length; length++) {
    const { facts, isDamaged } = parseJournal(journal + torn.slice(0, length));
    assert.equal(facts.length, FACTS.length);
    assert.equal(isDamaged, false);
  }
});

test("A damaged line is skipped, and the others are trusted", () => {
  const lines = FACTS.map(formatFact);
  lines[1] = lines[1].replace("120", "121");
  const { facts, isDamaged } = parseJournal(lines.join(""));
  assert.deepEqual(facts, FACTS.filter((_, i) => i !== 1));
  assert.equal(isDamaged, true);
});
