import assert from "node:assert/strict";
import { test } from "node:test";
import { Acknowledger } from "../../../server/resume/acknowledger.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** A connection and a disk that record their calls in order. */
function setUp({ write = () => Promise.resolve() } = {}) {
  const done: string[] = [];
  const connection = {
    local: { host: "127.0.0.1", port: 2 },
    peer: { host: "127.0.0.1", port: 1 },
    read: () => Promise.resolve(null),
    write(bytes: Uint8Array): Promise<void> {
      done.push(new TextDecoder().decode(bytes));
      return write();
    },
    close: () => undefined,
  };
  const sync = () => {
    done.push("sync");
    return Promise.resolve();
  };
  return { done, acknowledger: new Acknowledger({ connection, sync }) };
}

test("Acknowledger forces data to disk before it acknowledges it", async () => {
  const { done, acknowledger } = setUp();
  acknowledger.committed(7);
  await acknowledger.finish();
  assert.deepEqual(done, ["sync", "oml2-resume 7\n"]);
});

test("Acknowledger answers offset 0 at once, without forcing anything to disk", async () => {
  const { done, acknowledger } = setUp();
  acknowledger.committed(0);
  await acknowledger.finish();
  assert.deepEqual(done, ["oml2-resume 0\n"]);
});

test("Acknowledger acknowledges many commits together", async () => {
  const { done, acknowledger } = setUp();
  for (let offset = 1; offset <= 1000; offset++) acknowledger.committed(offset);
  await waitFor("the last one", () => done.includes("oml2-resume 1000\n"));
  assert.deepEqual(done, [
    "sync",
    "oml2-resume 1\n",
    "sync",
    "oml2-resume 1000\n",
  ]);
});

test("Acknowledger never acknowledges a smaller offset", async () => {
  const { done, acknowledger } = setUp();
  acknowledger.committed(5);
  acknowledger.committed(4);
  await acknowledger.finish();
  assert.deepEqual(done, ["sync", "oml2-resume 5\n"]);
});

test("Acknowledger.finish() does not wait for a client that has disconnected or reads nothing", async () => {
  const broken = setUp({ write: () => Promise.reject(new Error("reset")) });
  broken.acknowledger.committed(5);
  await broken.acknowledger.finish();
  const deaf = setUp({ write: () => new Promise(() => undefined) });
  deaf.acknowledger.committed(5);
  await deaf.acknowledger.finish();
});
