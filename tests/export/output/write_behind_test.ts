import assert from "node:assert/strict";
import { test } from "node:test";
import { ExportError } from "../../../export/errors.ts";
import type { Output } from "../../../export/output/output.ts";
import { WriteBehind } from "../../../export/output/write_behind.ts";

/** Collects what is written to it, when it is allowed to. */
class SlowOutput implements Output {
  readonly name = "slow";
  readonly pieces: string[] = [];
  readonly #allow: (() => void)[] = [];
  isFinished = false;

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) =>
      this.#allow.push(() => {
        this.pieces.push(new TextDecoder().decode(bytes));
        resolve();
      })
    );
  }

  allow(): void {
    this.#allow.shift()?.();
  }

  get waiting(): number {
    return this.#allow.length;
  }

  finish(): Promise<void> {
    this.isFinished = true;
    return Promise.resolve();
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }
}

const CHUNK = 256 * 1024;
const encode = (text: string) => new TextEncoder().encode(text);
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("Small pieces are written together, in order", async () => {
  const slow = new SlowOutput();
  const output = new WriteBehind(slow);
  assert.equal(output.name, "slow");
  const piece = encode("abc");
  await output.write(piece);
  piece.fill(0x78);
  await output.write(encode("def"));
  assert.equal(slow.waiting, 0);
  const end = output.finish();
  await turn();
  assert.equal(slow.isFinished, false);
  slow.allow();
  await end;
  assert.deepEqual(slow.pieces, ["abcdef"]);
  assert.equal(slow.isFinished, true);
});

test("While a chunk is written, the next one is filled; no more is taken", async () => {
  const slow = new SlowOutput();
  const output = new WriteBehind(slow);
  await output.write(encode("a".repeat(CHUNK)));
  await output.write(encode("b".repeat(CHUNK - 1)));
  let isTaken = false;
  const more = output.write(encode("bc")).then(() => isTaken = true);
  await turn();
  assert.deepEqual([slow.waiting, isTaken], [1, false]);
  slow.allow();
  await more;
  const end = output.finish();
  slow.allow();
  await turn();
  slow.allow();
  await end;
  assert.deepEqual(
    slow.pieces.map((text) => [text[0], text.length, text.at(-1)]),
    [["a", CHUNK, "a"], ["b", CHUNK, "b"], ["c", 1, "c"]],
  );
});

test("A piece that is larger than a chunk is written in several", async () => {
  const slow = new SlowOutput();
  const output = new WriteBehind(slow);
  const text = Array.from({ length: CHUNK / 2 }, (_, i) => i % 10).join("") +
    "x".repeat(2 * CHUNK);
  const all = output.write(encode(text)).then(() => output.finish());
  for (let done = false; !done;) {
    slow.allow();
    done = await Promise.race([all.then(() => true), turn().then(() => false)]);
  }
  assert.equal(slow.pieces.join(""), text);
});

test("An error of the background is thrown by the next call", async () => {
  const fault = new ExportError("Cannot write slow: no space");
  const slow = new SlowOutput();
  slow.write = () => Promise.reject(fault);
  const output = new WriteBehind(slow);
  await output.write(encode("a".repeat(CHUNK)));
  await turn();
  await assert.rejects(output.write(encode("b".repeat(CHUNK))), fault);
});
