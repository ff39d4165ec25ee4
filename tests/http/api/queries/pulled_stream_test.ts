import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  type PartSource,
  pulledStream,
  type PulledStreamOptions,
} from "../../../../http/api/queries/pulled_stream.ts";

/** A stream of the given parts, and what happens to it. */
function bed(
  parts: readonly (string | Error)[],
  options: Partial<PulledStreamOptions> = {},
) {
  const closing = new AbortController();
  const faults: unknown[] = [];
  const calls = { next: 0, close: 0 };
  const source: PartSource = {
    next: () => {
      const part = parts[calls.next++];
      return part instanceof Error
        ? Promise.reject(part)
        : Promise.resolve(part);
    },
    close: () => void calls.close++,
  };
  const stream = pulledStream(source, {
    closing: closing.signal,
    isEndless: false,
    patienceMs: 60_000,
    failed: (error) => faults.push(error),
    ...options,
  });
  return { stream, calls, closing, faults };
}

test("all parts are sent as UTF-8", async () => {
  const { stream, calls } = bed(["a", "\u00e9", "\u{1f600}"]);
  assert.equal(await new Response(stream).text(), "a\u00e9\u{1f600}");
  assert.deepEqual(calls, { next: 4, close: 1 });
});

test("no part is made before the one before it is read", async () => {
  const { stream, calls } = bed(["a", "b", "c"]);
  const reader = stream.getReader();
  await delay(5);
  assert.equal(calls.next, 0);
  await reader.read();
  await delay(5);
  assert.equal(calls.next, 1);
  await reader.cancel();
  assert.deepEqual(calls, { next: 1, close: 1 });
});

test("an error is reported, and breaks the stream", async () => {
  const { stream, calls, faults } = bed(["a", new Error("it fails")]);
  const reader = stream.getReader();
  await reader.read();
  await assert.rejects(reader.read(), /cut: it cannot be completed/);
  assert.deepEqual(faults, [new Error("it fails")]);
  assert.equal(calls.close, 1);
});

test("the end of the program breaks a stream, or ends an endless one", async () => {
  const download = bed(["a", "b"]);
  download.closing.abort();
  await assert.rejects(new Response(download.stream).text(), /is stopping/);
  assert.equal(download.calls.close, 1);
  const tail = bed(["a", "b"], { isEndless: true });
  const reader = tail.stream.getReader();
  await reader.read();
  tail.closing.abort();
  assert.ok((await reader.read()).done);
  assert.equal(tail.calls.close, 1);
});

test("a stream does not begin once the program stops", async () => {
  const closing = AbortSignal.abort();
  const { stream, calls } = bed(["a"], { closing, isEndless: true });
  assert.equal(await new Response(stream).text(), "");
  assert.deepEqual(calls, { next: 0, close: 1 });
});

test("a disconnected client ends the work, even during a part", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let isClosed = false;
  const stream = pulledStream(
    { next: () => promise, close: () => void (isClosed = true) },
    {
      closing: new AbortController().signal,
      isEndless: true,
      patienceMs: 60_000,
      failed: (error) => assert.fail(String(error)),
    },
  );
  const reader = stream.getReader();
  const read = reader.read();
  await reader.cancel();
  assert.ok(isClosed);
  assert.ok((await read).done);
  resolve("late");
  await delay(5);
});

test("a reader that takes too long loses the stream", async () => {
  const { stream, calls } = bed(["a", "b"], { patienceMs: 5 });
  await delay(30);
  await assert.rejects(new Response(stream).text(), /does not read it/);
  assert.deepEqual(calls, { next: 0, close: 1 });
});
