import assert from "node:assert/strict";
import { test } from "node:test";
import { ImportTurns } from "../../captures/import_turns.ts";

/** Takes turns, and records which files may write, in order. */
class Files {
  readonly writing: string[] = [];
  readonly #turns = new ImportTurns();

  file(name: string) {
    const turn = this.#turns.next();
    return {
      take: async (...domains: readonly string[]) => {
        await turn.take(new Set(domains));
        this.writing.push(name);
      },
      end: () => turn.end(),
    };
  }
}

/** Lets everything that can go on do so. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await undefined;
}

test("Files of different experiments are written at the same time, those of one in order", async () => {
  const files = new Files();
  const [a, b, c] = ["a", "b", "c"].map((name) => files.file(name));
  // Not in their order: each is surveyed meanwhile.
  c.take("lab");
  b.take("other");
  await settle();
  assert.deepEqual(files.writing, []);
  a.take("lab");
  await settle();
  assert.deepEqual(files.writing.toSorted(), ["a", "b"]);
  b.end();
  await settle();
  assert.deepEqual(files.writing.toSorted(), ["a", "b"]);
  a.end();
  await settle();
  assert.deepEqual(files.writing.at(-1), "c");
});

test("A file that fails before its turn holds up no other", async () => {
  const files = new Files();
  const [a, b, c] = ["a", "b", "c"].map((name) => files.file(name));
  c.take("lab");
  b.end();
  await settle();
  assert.deepEqual(files.writing, []);
  a.end();
  await settle();
  assert.deepEqual(files.writing, ["c"]);
});

test("A file with several experiments waits for all of them", async () => {
  const files = new Files();
  const [a, b, c] = ["a", "b", "c"].map((name) => files.file(name));
  a.take("one");
  b.take("two");
  c.take("one", "two");
  a.end();
  await settle();
  assert.deepEqual(files.writing, ["a", "b"]);
  b.end();
  await settle();
  assert.deepEqual(files.writing, ["a", "b", "c"]);
});
